"""Ids of rows: UUIDv7, made here before the insert, so that no statement has to ask the database for one."""

from __future__ import annotations

import secrets
import time
from uuid import UUID, uuid5

NIL = UUID(int=0)
_KEYS = UUID("6f1d2c80-5f0b-5a3e-9d55-0c1a4b7e2f11")


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, method 3): milliseconds, 12 bits of their fraction, 62 random bits; sorts by creation."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (rest * 4096 // 1_000_000) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def new_token() -> str:
    """128 random bits for a link; kept apart from the ids, which are guessable in time."""
    return secrets.token_urlsafe(16)


def key_of(*parts: object) -> UUID:
    """The same id for the same words every time (UUIDv5): names the symbolic recipients of grants."""
    return uuid5(_KEYS, ":".join(str(part) for part in parts))
