"""Keeping passwords as argon2id hashes (RFC 9106, second recommendation: 64 MiB, three passes)."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(24))


def normal(password: str) -> str:
    """One spelling of the same letters, whatever keyboard wrote them."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    return _HASHER.hash(normal(password))


def password_fits(stored: str | None, given: str) -> bool:
    """Whether this is the password. Nobody's hash ("" or None) takes as long as somebody's, and never fits."""
    try:
        _HASHER.verify(stored or _NOBODY, normal(given))
    except (Argon2Error, InvalidHashError):
        return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other costs than those of today."""
    return _HASHER.check_needs_rehash(stored)
