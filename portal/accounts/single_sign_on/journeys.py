"""What a browser takes along to a provider and back: a signed state, tied to a cookie of ten minutes.

State, nonce and PKCE verifier come from that cookie, so going to a provider writes nothing, and what comes back to
another browser than the one that went is refused.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from portal.accounts.second_factor.sealed import keyed_hash
from portal.accounts.sign_in.cookies import secret_key
from portal.accounts.single_sign_on.exchange import Once

LASTS = 600
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Journey:
    """To which provider, for what page afterwards; `session_id` of who connects an account, None to sign in."""

    provider_id: UUID
    onward: str
    session_id: UUID | None = None


def cookie() -> str:
    return "__Host-away" if current_app.config["SESSION_COOKIE_SECURE"] else "away"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt="single sign-on")


def _once(token: str, state: str) -> Once:
    key = secret_key()
    return Once(state, keyed_hash(key, "sign-on nonce", token), keyed_hash(key, "sign-on verifier", token))


def set_out(journey: Journey) -> tuple[str, Once]:
    """A token for the cookie, and what goes to the provider."""
    token = secrets.token_urlsafe(32)
    told = {
        "provider": journey.provider_id.hex,
        "onward": journey.onward,
        "session": journey.session_id.hex if journey.session_id else "",
        "browser": keyed_hash(secret_key(), "sign-on browser", token),
    }
    return token, _once(token, str(_signer().dumps(told)))


def come_back(state: str) -> tuple[Journey, Once] | None:
    """The journey that this browser began, or None for any other."""
    token = request.cookies.get(cookie(), "")
    try:
        told = _signer().loads(state, max_age=LASTS)
    except BadData:
        return None
    if not token or not hmac.compare_digest(told["browser"], keyed_hash(secret_key(), "sign-on browser", token)):
        return None
    session_id = UUID(told["session"]) if told["session"] else None
    return Journey(UUID(told["provider"]), told["onward"], session_id), _once(token, state)


def keep(response: Response, token: str) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie(), token, max_age=LASTS, secure=secure, httponly=True, samesite="Lax", path="/")


def forget(response: Response) -> None:
    response.delete_cookie(
        cookie(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )
