"""Asking for the password instead of answering, without losing what was sent.

A form that was sent travels on the page that asks, field by field, and is offered to be sent when the password fits.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from portal.accounts.confirmation.forms import ConfirmForm

KEPT = "kept."
NEVER_KEPT = {"csrf_token"}


def ask_again() -> Any:
    """The answer to a request that needs the password first."""
    address = request.full_path.rstrip("?")
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.confirmation.ask", next=address))
    kept = [(KEPT + name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    lost = any(one.filename for one in request.files.values())
    return make_response(page(ConfirmForm(formdata=None), address, kept, lost), 401)


def page(form: ConfirmForm, address: str, kept: list[tuple[str, str]], lost: bool = False) -> str:
    """`kept`: the fields of the form that waits, none when a page waits; `lost`: it came with a file."""
    mine = g.get("signed_in") or g.get("locked")
    return render_template(
        "accounts/confirmation/ask.html",
        form=form,
        address=address,
        kept=kept,
        lost=lost,
        locked=g.get("locked") is not None,
        name=mine.user.display_name if mine else "",
    )


def page_of_file(address: str) -> str:
    """The page on which the link to a file stands; "" for an address of no file."""
    try:
        endpoint, values = current_app.url_map.bind("").match(urlsplit(address).path)
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return ""
    back = getattr(current_app.view_functions[endpoint], "file_back", "")
    return url_for(back, **values) if back else ""


def kept_fields() -> list[tuple[str, str]]:
    """The fields of the form that waits, as they travel."""
    return [(name, value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]
