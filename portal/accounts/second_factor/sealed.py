"""Secrets at rest: AES-256-GCM-SIV under a key derived from the portal's secret key, bound to the row that holds them.

So a stolen database tells no app's secret, and a secret copied into another person's row does not open. Whoever changes
the portal's secret key makes every authenticator app useless.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12


class Unsealable(ValueError):
    """What is stored was not written with this key for this row."""


def derived(key: bytes, use: str) -> bytes:
    """32 bytes for one use of the portal's secret key."""
    return HKDF(SHA256(), 32, salt=None, info=b"portal " + use.encode()).derive(key)


def seal(key: bytes, place: str, row: UUID, secret: bytes) -> bytes:
    """version, nonce, ciphertext; `place` names table and column."""
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + AESGCMSIV(derived(key, place)).encrypt(nonce, secret, row.bytes)


def unseal(key: bytes, place: str, row: UUID, stored: bytes) -> bytes:
    if stored[:1] != VERSION:
        raise Unsealable(place)
    try:
        return AESGCMSIV(derived(key, place)).decrypt(stored[1 : 1 + NONCE], stored[1 + NONCE :], row.bytes)
    except InvalidTag:
        raise Unsealable(place) from None


def keyed_hash(key: bytes, use: str, text: str) -> str:
    """64 hex digits."""
    return hmac.new(derived(key, use), text.encode(), sha256).hexdigest()
