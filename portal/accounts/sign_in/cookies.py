"""The cookie that holds a session's token."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response


def cookie_name() -> str:
    return "__Host-portal" if current_app.config["SESSION_COOKIE_SECURE"] else "portal"


def give_token(response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def take_token(response: Response) -> None:
    """A browser refuses the end of a __Host- cookie too, when it comes without `secure`."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")


def secret_key() -> bytes:
    """The portal's secret, from which every key for names, codes and secrets is derived."""
    return str(current_app.config["SECRET_KEY"]).encode()
