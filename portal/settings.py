"""Reading the settings, and refusing to start with dangerous ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from portal.paths import CONFIG_FILE

BOOLEANS = ("SESSION_COOKIE_SECURE", "REQUIRE_SECOND_FACTOR", "DEBUG", "MAIL_STARTTLS")
NUMBERS = ("TRUSTED_PROXIES", "MAIL_PORT", "MAIL_TIMEOUT", "UPLOAD_MEGABYTES")


class UnsafeSettings(RuntimeError):
    """The portal refuses to start; the message says which setting, and what to do."""


PREPARED = 512
"""How many statements a connection to SQLite keeps prepared. Python's own number, 128, is what a few pages ask: with it
sixty pages in turn took a quarter more of the processor."""


def load(app: Flask, overrides: dict[str, Any] | None = None) -> None:
    """Defaults from config.py, then the file named in PORTAL_CONFIG, the environment, and the caller's own."""
    app.config.from_pyfile(str(CONFIG_FILE))
    if os.environ.get("PORTAL_CONFIG"):
        try:
            app.config.from_pyfile(os.environ["PORTAL_CONFIG"])
        except OSError as problem:
            raise UnsafeSettings(f"PORTAL_CONFIG names a file that can't be read: {problem.filename}") from problem
    for name in [key for key in app.config if f"PORTAL_{key}" in os.environ]:
        app.config[name] = _typed(name, os.environ[f"PORTAL_{name}"])
    app.config.update(overrides or {})
    app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
    if app.config["DATABASE_URL"].startswith("sqlite"):
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"cached_statements": PREPARED}}
    app.config["TRUSTED_HOSTS"] = trusted_hosts(app.config)


def trusted_hosts(config: Mapping[str, Any]) -> list[str] | None:
    """The names that a request may ask for; None for any. Flask takes this setting as a list."""
    given = config["TRUSTED_HOSTS"]
    listed = [one.strip() for one in given.split(",") if one.strip()] if isinstance(given, str) else given
    if not listed and config["ENVIRONMENT"] == "production":
        listed = [urlsplit(config["PUBLIC_ADDRESS"]).hostname or ""]
    return listed or None


def _typed(name: str, text: str) -> Any:
    if name in BOOLEANS:
        return text.strip().lower() in ("1", "true", "yes", "on")
    if name not in NUMBERS:
        return text
    if not text.strip().isdecimal():
        raise UnsafeSettings(f"PORTAL_{name} must be a whole number, not {text!r}")
    return int(text)


def refuse_unsafe(app: Flask) -> None:
    """UnsafeSettings for what must never run: no database, and in production no key, debug, or insecure cookies."""
    config = app.config
    if not config["DATABASE_URL"]:
        raise UnsafeSettings("DATABASE_URL is not set: give the database's address in PORTAL_DATABASE_URL")
    if config["ENVIRONMENT"] not in ("production", "demonstration", "testing"):
        raise UnsafeSettings("ENVIRONMENT must be production, demonstration or testing")
    refuse_contradictions(config)
    if config["ENVIRONMENT"] != "production":
        return
    if len(config["SECRET_KEY"] or "") < 32:
        raise UnsafeSettings("SECRET_KEY is missing or short: set PORTAL_SECRET_KEY to at least 32 random characters")
    if config["DEBUG"] or app.debug:
        raise UnsafeSettings("debug is on: unset PORTAL_DEBUG and FLASK_DEBUG, it must never be on in production")
    if not config["REQUIRE_SECOND_FACTOR"]:
        raise UnsafeSettings("REQUIRE_SECOND_FACTOR is off: a password alone must not open records")
    if not config["SESSION_COOKIE_SECURE"]:
        raise UnsafeSettings("SESSION_COOKIE_SECURE is off: sign-in cookies must travel over HTTPS only")


def refuse_contradictions(config: Mapping[str, Any]) -> None:
    """UnsafeSettings for what can't be meant, in whatever environment."""
    if config["LOG_FORMAT"] not in ("text", "json"):
        raise UnsafeSettings("LOG_FORMAT must be text or json")
    if config["METRICS_TOKEN"] and len(config["METRICS_TOKEN"]) < 16:
        raise UnsafeSettings("METRICS_TOKEN is short: take at least 16 random characters")
    if config["MAIL_HOST"] and "@" not in config["MAIL_FROM"]:
        raise UnsafeSettings("MAIL_FROM is not set: name the address from which notices come")
    if config["MAIL_USER"] and not config["MAIL_STARTTLS"]:
        raise UnsafeSettings("MAIL_STARTTLS is off: the password of the mail server would travel in the open")
