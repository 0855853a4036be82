"""Access marks: `@requires` only marks a view; one gate, set up by `create_app`, enforces all of them.

A view without a mark is denied, so the order of decorators can't open a page by mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed_in"
HALF_SIGNED_IN = "half_signed_in"


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only roles with this permission may call it."""
    return _mark(permission)


def public(view: View) -> View:
    """Mark a view that anyone may call."""
    return _mark(PUBLIC)(view)


def signed_in(view: View) -> View:
    """Mark a view for anyone who has signed in, in whatever role."""
    return _mark(SIGNED_IN)(view)


def half_signed_in(view: View) -> View:
    """Mark a view for whoever has given a password at least; the view itself says what is owed before it acts."""
    return _mark(HALF_SIGNED_IN)(view)


def _mark(mark: str) -> Callable[[View], View]:
    def marked(view: View) -> View:
        view.access_mark = mark  # type: ignore[attr-defined]
        return view

    return marked


def mark_of(app: Flask, endpoint: str) -> str | None:
    """The mark of an endpoint's view, None when it has none."""
    mark = getattr(app.view_functions[endpoint], "access_mark", None)
    return str(mark) if mark is not None else None


def enforce() -> Response | None:
    """Run before every request: let through, send to sign-in, or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    mark = mark_of(current_app, request.endpoint)
    if mark == PUBLIC:
        return None
    principal: Principal | None = g.get("principal")
    if g.get("signed_in") is None and not (mark == HALF_SIGNED_IN and g.get("half_signed_in")):
        if request.method == "GET":
            return redirect(url_for("accounts.sign_in.show", next=request.full_path.rstrip("?")))
        abort(401)
    if mark in (SIGNED_IN, HALF_SIGNED_IN):
        return None
    if principal is None:
        return redirect(url_for("accounts.sign_in.choose"))
    if mark is None or not principal.may(Permission(mark)):
        abort(403)
    return None


def principal() -> Principal:
    """The one who acts in this request."""
    acting = g.principal
    assert isinstance(acting, Principal)
    return acting
