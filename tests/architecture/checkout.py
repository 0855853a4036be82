"""What the architecture tests look at: the files of this checkout that are tracked, or would be at the next commit."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def project_files() -> tuple[str, ...]:
    """Paths from the root, with slashes, sorted; ignored files are not among them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted(path for path in set(listed) if path and (ROOT / path).is_file()))


def files(prefix: str = "", suffix: str = "") -> list[str]:
    """The project's files below a folder and with an ending. A test that finds none fails: it would prove nothing."""
    found = [path for path in project_files() if path.startswith(prefix) and path.endswith(suffix)]
    assert found, f"no file below {prefix!r} ends in {suffix!r}"
    return found


def rooms() -> set[str]:
    """The names of the rooms: the packages right below portal/."""
    return {path.split("/")[1] for path in files("portal/", "/__init__.py") if path.count("/") >= 2}


def lines_of(path: str) -> int:
    """How many lines a file has."""
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())
