"""What stands between the web and the rooms: extensions, the walls, security headers, errors, the frame's context."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import clock, navigation, paths
from portal.accounts import access
from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import BASIS_LABELS, PURPOSE_LABELS, ROLE_LABELS
from portal.accounts.notices import queries as notices
from portal.accounts.principal import Principal
from portal.accounts.sign_in.sessions import IDLE
from portal.consent import requests
from portal.extensions import babel, csrf, db, login_manager
from portal.gate import session as gate_session
from portal.gate.vocabulary import Basis
from portal.gate.walls import bypass, postgres, sqlite
from portal.participants.people import presenting
from portal.settings import UnsafeSettings
from portal.watching import edge as watching
from portal.watching.edge import Watched
from portal.web import components
from portal.web.dates import zone_name
from portal.web.done import done_text
from portal.web.forms import answer_repeat
from portal.web.origins import refuse_foreign_origin
from portal.web.shell import Claim, SignedIn

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PLAIN = {code: (paths.TEMPLATES / "errors" / f"{code}.html").read_bytes() for code in (500, 503)}
NOT_FOUND = (paths.TEMPLATES / "errors" / "404.html").read_bytes()


def bind_extensions(app: Flask) -> None:
    app.wsgi_app = Watched(app, app.wsgi_app, HEADERS)  # type: ignore[method-assign]
    if app.config["TRUSTED_PROXIES"]:
        count = int(app.config["TRUSTED_PROXIES"])
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", 12 * 3600)
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(paths.TRANSLATIONS))
    app.config["SESSION_COOKIE_NAME"] = "__Host-form" if app.config["SESSION_COOKIE_SECURE"] else "form"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["WTF_CSRF_SSL_STRICT"] = False  # pages send no referrer (R146); the token and SameSite stand alone
    # The longest form is some pages of text; views that take files say so (`takes_files`). Beyond this, 413 before
    # anything of it is kept.
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 512 * 1024
    app.config["MAX_FORM_PARTS"] = 1000
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    babel.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    components.register(app)
    presenting.register(app)


def wall_up(app: Flask) -> None:
    """Both walls, and the checks at the start that need the database; a refused start leaves no connection behind."""
    gate_session.criteria.cache_clear()
    with app.app_context():
        try:
            stand_up(app)
        except BaseException:
            db.engine.dispose()
            raise


def stand_up(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        sqlite.wall_up(db.engine)
    else:
        postgres.wall_up(db.engine)
        with db.engine.connect() as connection:
            bypass.refuse_bypass(connection)
    if app.config["ENVIRONMENT"] == "production":
        refuse_demonstration()


def refuse_demonstration() -> None:
    """In production: a database of this version, and no demonstration accounts."""
    try:
        with db.engine.connect() as connection:
            found = connection.execute(select(UserAccount.id).where(UserAccount.demonstration).limit(1)).first()
    except (OperationalError, ProgrammingError) as problem:
        raise UnsafeSettings(
            "the database does not answer, or has no tables yet: run portal database upgrade"
        ) from problem
    if found is not None:
        raise UnsafeSettings("the database holds demonstration accounts: use a database of its own for production")


def listen(app: Flask) -> None:
    app.before_request(refuse_foreign_origin)
    app.before_request(requests.begin)
    app.before_request(access.enforce)
    app.before_request(answer_repeat)
    app.after_request(secure)
    app.after_request(requests.finish)
    app.after_request(watching.note)
    app.teardown_request(requests.end)
    app.context_processor(frame)
    login_manager.request_loader(lambda _request: g.get("signed_in"))
    app.register_error_handler(404, not_found)
    app.register_error_handler(405, not_found)
    app.register_error_handler(CSRFError, refused_form)
    for code in (400, 403, 409, 413, 429):
        app.register_error_handler(code, error_page)
    app.register_error_handler(401, sign_in_again)
    app.register_error_handler(503, plain_page)
    if not app.testing:
        app.register_error_handler(500, plain_page)


def not_found(_error: Any) -> Response:
    """One answer, byte for byte, for a record that is denied, absent or never was (R140)."""
    return Response(NOT_FOUND, status=404, mimetype="text/html")


def refused_form(error: CSRFError) -> tuple[str, int]:
    """A form that is none of ours, or came too late. The log tells which address was tried, and nothing of the form."""
    log.warning("a form to %s was refused: %s", request.endpoint, error.description)
    return render_template("errors/400.html"), 400


def error_page(error: HTTPException) -> tuple[str, int]:
    """The page of an error that a person can act on."""
    code = error.code or 400
    return render_template(f"errors/{code}.html"), code


def sign_in_again(_error: HTTPException) -> Any:
    """A form was sent by a browser that is no longer signed in: say so where it can be mended."""
    return redirect(url_for("accounts.sign_in.show", done="sign-in-again"), code=303)


def plain_page(error: Exception) -> Response:
    """Errors of the portal itself: bytes that need neither a database nor a template."""
    code = error.code if isinstance(error, HTTPException) and error.code in PLAIN else 500
    return Response(PLAIN[code], status=code, mimetype="text/html")


def secure(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def notices_waiting() -> int:
    """How many notices stand unread, asked once for a page, through the gate like everything on it."""
    if "waiting" not in g:
        g.waiting = notices.unread(g.read_session, g.principal, g.at)
    return int(g.waiting)


def claim_of(principal: Principal | None) -> Claim | None:
    """What the reader claims for the session (S11), so that nobody forgets it on any page."""
    if principal is None or principal.claimed is None:
        return None
    end_href = url_for("consent.emergencies.end") if principal.claimed == Basis.EMERGENCY else ""
    return Claim(str(BASIS_LABELS[principal.claimed]), url_for("accounts.sign_in.purpose"), end_href)


def frame() -> dict[str, Any]:
    """What every page's frame shows."""
    principal = g.get("principal")
    handed_over = principal is not None and g.signed_in.handed_to is not None
    signed_in = None
    if principal is not None and not handed_over:
        signed_in = SignedIn(
            display_name=principal.display_name,
            role_label=str(ROLE_LABELS[principal.role]),
            agency_name=principal.agency_name,
            sign_out_href=url_for("accounts.sign_in.leave"),
            account_href=url_for("accounts.own.show"),
            purpose_label=gettext("For: %(purpose)s", purpose=PURPOSE_LABELS[principal.purpose]),
            purpose_href=url_for("accounts.sign_in.purpose"),
        )

    waiting = notices_waiting() if signed_in else 0
    return {
        "main_nav": navigation.main_nav(principal, request.endpoint or "", waiting) if signed_in else [],
        "handed_over": handed_over,
        "waiting": waiting,
        "signed_in": signed_in,
        "claim": claim_of(principal) if signed_in else None,
        "county": principal.county if principal else "",
        "idle_seconds": int(g.get("idle", IDLE).total_seconds()) if signed_in else 0,
        "unlock_href": url_for("accounts.confirmation.confirmed") if signed_in else "",
        "demonstration": current_app.config["ENVIRONMENT"] == "demonstration",
        "zone": principal.zone if principal else "UTC",
        "today": clock.local_date(g.at, principal.zone) if principal else None,
        "zone_label": zone_name(principal.zone) if principal else "",
        "done": done_text(request.args.get("done", "")),
        "locale": str(get_locale() or "en"),
    }
