"""Keeping passwords as argon2id hashes (RFC 9106, second recommendation: 64 MiB, three passes)."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError


@dataclass(slots=True)
class Costs:
    """What a new hash costs. `nobody` is a hash of the same cost that no password fits."""

    hasher: PasswordHasher
    nobody: str


def costs_of(hasher: PasswordHasher) -> Costs:
    return Costs(hasher, hasher.hash(secrets.token_urlsafe(24)))


_costs = costs_of(PasswordHasher())


def keep_at(hasher: PasswordHasher) -> None:
    """Keep new passwords at other costs from now on; what is stored is compared at the cost that it was made with."""
    _costs.hasher, _costs.nobody = hasher, costs_of(hasher).nobody


def normal(password: str) -> str:
    """One spelling of the same letters, whatever keyboard wrote them."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    return _costs.hasher.hash(normal(password))


def password_fits(stored: str | None, given: str) -> bool:
    """Whether this is the password. Nobody's hash ("" or None) takes as long as somebody's, and never fits."""
    try:
        _costs.hasher.verify(stored or _costs.nobody, normal(given))
    except (Argon2Error, InvalidHashError):
        return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other costs than those of today."""
    return _costs.hasher.check_needs_rehash(stored)
