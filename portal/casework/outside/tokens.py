"""Address and code of a one-time link: made from the portal's secret key, so that the database holds neither."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from portal.accounts.second_factor.sealed import keyed_hash
from portal.casework.outside.vocabulary import CODE_DIGITS

NONCE = 16


def new_nonce() -> bytes:
    return secrets.token_bytes(NONCE)


def token_of(key: bytes, nonce: bytes) -> str:
    """64 hex digits, which nobody guesses and nobody can make from the database alone."""
    return keyed_hash(key, "outside link", nonce.hex())


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(key: bytes, nonce: bytes) -> str:
    """Six digits, to be told on the telephone; few tries are what keeps them."""
    return f"{int(keyed_hash(key, 'outside code', nonce.hex()), 16) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def fits(key: bytes, nonce: bytes, typed: str) -> bool:
    """Whether a code is the right one, however it was typed: spaces and hyphens don't matter."""
    digits = "".join(sign for sign in typed if sign.isdigit() and sign.isascii())
    return hmac.compare_digest(digits, code_of(key, nonce))
