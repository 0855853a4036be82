"""What a kept password costs whoever tries them all: argon2id with RFC 9106's second recommendation."""

from __future__ import annotations

import subprocess
import sys

from argon2 import PasswordHasher

from portal.accounts.passwords.hashing import hashed, is_outdated, password_fits

IN_EARNEST = "from portal.accounts.passwords.hashing import hashed; print(hashed('a long enough password'))"


def kept_in_earnest() -> str:
    """By a process of its own, because the tests keep passwords at lower costs."""
    done = subprocess.run([sys.executable, "-c", IN_EARNEST], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_password_costs_64_mebibytes_and_three_passes() -> None:
    kept = kept_in_earnest()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert password_fits(kept, "a long enough password")
    assert not password_fits(kept, "another password")


def test_a_hash_of_other_costs_fits_and_is_outdated() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=128, parallelism=1).hash("a long enough password")
    assert password_fits(cheap, "a long enough password")
    assert is_outdated(cheap)
    assert not is_outdated(hashed("a long enough password"))


def test_nobodys_hash_never_fits() -> None:
    assert not password_fits(None, "a long enough password")
    assert not password_fits("", "")
