"""Codes of authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, which is what every app understands."""

from __future__ import annotations

import hmac
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
DIGITS = 6
SECRET = 20
"""Bytes."""
SKEW = (-1, 0, 1)
"""Steps by which a phone's clock may be off."""


def code_at(secret: bytes, step: int) -> str:
    return _totp(secret).generate(step * STEP).decode()


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def fitting_step(secret: bytes, code: str, at: datetime) -> int | None:
    """The step of which this is the code, within the skew; all of them are compared, however soon one fits."""
    now, found = step_of(at), None
    for skew in SKEW:
        if hmac.compare_digest(code_at(secret, now + skew).encode(), code.encode()):
            found = now + skew
    return found


def address_for_app(secret: bytes, username: str, issuer: str) -> str:
    """The otpauth address that the picture holds."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def in_letters(secret: bytes) -> str:
    """The secret for those who type it: base32 in groups of four."""
    letters = b32encode(secret).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # nosec B303  # HMAC-SHA-1 is what the apps speak (RFC 6238)
