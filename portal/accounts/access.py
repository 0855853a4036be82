"""Access marks: `@requires` only marks a view; one gate, set up by `create_app`, enforces all of them.

A view without a mark is denied, so the order of decorators can't open a page by mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for

from portal.accounts.confirmation.asking import ask_again
from portal.accounts.handing_over.asking import ask_back, is_closed
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.accounts.sign_in.sessions import is_fresh

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed_in"
HALF_SIGNED_IN = "half_signed_in"


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only roles with this permission may call it."""
    return _mark("access_mark", permission)


def public(view: View) -> View:
    """Mark a view that anyone may call."""
    return _mark("access_mark", PUBLIC)(view)


def signed_in(view: View) -> View:
    """Mark a view for anyone who has signed in, in whatever role."""
    return _mark("access_mark", SIGNED_IN)(view)


def half_signed_in(view: View) -> View:
    """Mark a view for whoever has given a password at least; the view itself says what is owed before it acts."""
    return _mark("access_mark", HALF_SIGNED_IN)(view)


def freshly(view: View) -> View:
    """Mark a view, besides its other mark, for those only who gave the password in the last ten minutes."""
    return _mark("needs_proof", True)(view)


def in_hands(view: View) -> View:
    """Mark a view, besides its other mark, that belongs to a sitting, its `draft_id`, or is for its `participant_id` to
    read: it may be open while the device is handed over for that."""
    return _mark("in_hands", True)(view)


def sends_file(back: str) -> Callable[[View], View]:
    """Mark a view, besides its other marks, whose answer is a file to keep: it leads a browser to no page.

    `back` is the endpoint of the page on which its link stands, with the same values in its address.
    """
    return _mark("file_back", back)


def stay_open(idle: timedelta) -> None:
    """Let the page of this request stand for longer than others before it is locked."""
    g.idle = idle


def _mark(name: str, value: object) -> Callable[[View], View]:
    def marked(view: View) -> View:
        setattr(view, name, value)
        return view

    return marked


def mark_of(app: Flask, endpoint: str) -> str | None:
    """The mark of an endpoint's view, None when it has none."""
    mark = getattr(app.view_functions[endpoint], "access_mark", None)
    return str(mark) if mark is not None else None


def enforce() -> Any:
    """Run before every request: let through, send to sign-in, or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    mark = mark_of(current_app, request.endpoint)
    if mark == PUBLIC:
        return None
    principal: Principal | None = g.get("principal")
    if is_closed():
        return ask_back()
    if g.get("locked") is not None:
        return ask_again()
    if g.get("signed_in") is None and not (mark == HALF_SIGNED_IN and g.get("half_signed_in")):
        if request.method == "GET":
            return redirect(url_for("accounts.sign_in.show", next=request.full_path.rstrip("?")))
        abort(401)
    if mark not in (SIGNED_IN, HALF_SIGNED_IN):
        if principal is None:
            return redirect(url_for("accounts.sign_in.choose"))
        if mark is None or not principal.may(Permission(mark)):
            abort(403)
    return ask_again() if proof_owed() else None


def proof_owed() -> bool:
    """Whether the view asks for somebody who gave the password lately, and this one did not."""
    view = current_app.view_functions[str(request.endpoint)]
    mine = g.get("signed_in")
    return getattr(view, "needs_proof", False) and mine is not None and not is_fresh(mine, g.at)


def principal() -> Principal:
    """The one who acts in this request."""
    acting = g.principal
    assert isinstance(acting, Principal)
    return acting
