"""What the tests take from the machine, in one place: the PostgreSQL server and the browser.

`make test` names both in the environment. A test that is started by hand asks the same set-up scripts, which look first
and install or start only what is missing. Their absence is a failure that says what to do, never a skip.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class MachineLacks(RuntimeError):
    """Something that the tests need is neither there nor to be had; the message says what, and what to type."""


def _ask(script: str, *arguments: str) -> str:
    outcome = subprocess.run([ROOT / "setup" / script, *arguments], check=False, capture_output=True, text=True)
    if outcome.returncode:
        raise MachineLacks(outcome.stderr.strip() or f"setup/{script} failed")
    return outcome.stdout.strip()


@cache
def postgres_address() -> str:
    """SQLAlchemy's address of a server on which the tests may make databases and roles, as its superuser."""
    return os.environ.get("PORTAL_TEST_POSTGRES") or _ask("postgres.sh", "start")


@cache
def chromium_path() -> str:
    """The executable of a Chromium or Chrome, for Playwright's `executable_path`."""
    return os.environ.get("PORTAL_TEST_CHROMIUM") or _ask("chromium.sh")


CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The browser talks to the portal on this machine and to nobody else."""
