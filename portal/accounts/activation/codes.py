"""Codes that people read aloud and type: letters and digits that can't be taken for each other."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 5
"""20 of 30 signs are 98 random bits: guessing is hopeless, so a plain hash keeps them."""


def new_code() -> str:
    """ABCDE-FGHJK-MNPQR-STVWX"""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def code_hash(typed: str) -> str:
    """The hash of a code, however it was typed: small letters, spaces and hyphens don't matter."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()
