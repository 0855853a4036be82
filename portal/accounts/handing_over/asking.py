"""Which requests are answered while a device is in somebody else's hands, and the page that all others get."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, make_response, redirect, render_template, request, url_for

from portal.accounts.handing_over.forms import HandBackForm
from portal.accounts.sign_in.models import SignInSession


def is_closed() -> bool:
    """Whether this session was handed over and the request is for something else than what it was handed over for.

    A view that may be open then carries the mark `in_hands`, and in its address the id of its sitting, or of the
    participant who reads.
    """
    mine: SignInSession | None = g.get("signed_in") or g.get("locked")
    if mine is None or mine.handed_to is None:
        return False
    view = current_app.view_functions[str(request.endpoint)]
    named = request.view_args or {}
    ours = mine.handed_to in (named.get("draft_id"), named.get("participant_id"))
    return not (ours and getattr(view, "in_hands", False))


def ask_back() -> Any:
    """The answer to every other request. What a form brought is not kept: it is none of the owner's."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.handing_over.ask", next=request.full_path.rstrip("?")))
    return make_response(page(HandBackForm(formdata=None), "/"), 401)


def page(form: HandBackForm, address: str, forms: str = "") -> str:
    """`address`: where the owner goes on to; `forms`: the page from which somebody came, to go back to it."""
    mine = g.signed_in or g.locked
    return render_template(
        "accounts/handing_over/ask.html", form=form, address=address, forms=forms, name=mine.user.display_name
    )
