"""The page that asks for the password again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.accounts.access import public, signed_in
from portal.accounts.confirmation.asking import KEPT, kept_fields, page, page_of_file
from portal.accounts.confirmation.forms import ConfirmForm
from portal.accounts.confirmation.services import confirm
from portal.accounts.sign_in.attempts import SignInLocked, SignInRefused, begin_attempt
from portal.accounts.sign_in.cookies import secret_key
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import compare, out_after_failures, safe_next
from portal.accounts.sign_in.vocabulary import Act
from portal.db import unit_of_work
from portal.web.forms import Refused, see_other

blueprint = Blueprint("confirmation", __name__)


def _waiting() -> str:
    return safe_next(request.values.get("next", "/"))


@blueprint.get("/confirm")
@public
def ask() -> Any:
    if g.signed_in is None and g.locked is None:
        return redirect(url_for("accounts.sign_in.show", next=_waiting()))
    return page(ConfirmForm(), _waiting(), [])


@blueprint.post("/confirm")
@public
def confirmed() -> Any:
    """Go on to the page that waited, or offer the form that waited to be sent. A script that only opens the page again
    (`quiet`) gets no page."""
    mine: SignInSession | None = g.signed_in or g.locked
    if mine is None:
        return see_other(url_for("accounts.sign_in.show", next=_waiting()))
    form = ConfirmForm()
    if not form.validate_on_submit():
        return page(form, _waiting(), kept_fields()), 422
    out = give_password(mine, form, confirm, _("This is not your password. Check it and try again."))
    if out is not None:
        return out
    if form.errors:
        return page(form, _waiting(), kept_fields()), 422
    if request.form.get("quiet"):
        return "", 204
    if kept := [(name.removeprefix(KEPT), value) for name, value in kept_fields()]:
        return render_template("accounts/confirmation/go_on.html", address=_waiting(), kept=kept)
    if page_of_file(_waiting()):
        return see_other(url_for("accounts.confirmation.file", next=_waiting()))
    return see_other(_waiting())


@blueprint.get("/confirm/file")
@signed_in
def file() -> Any:
    """The file that waited comes by itself, also without script; a browser that keeps it stays on this page."""
    back = page_of_file(_waiting())
    if not back:
        return redirect(_waiting())
    return render_template("accounts/confirmation/file.html", address=_waiting(), back=back)


def give_password(mine: SignInSession, form: Any, do: Callable[..., Any], wrong: str) -> Any:
    """Compare what was typed, and `do` it in the session's name: `confirm`, or what stands on it.

    The way out, once too many have failed; else None, and a wrong password stands at its field as `wrong`.
    """
    session_id, username = mine.id, mine.user.username
    with unit_of_work() as session:
        address = request.remote_addr or ""
        attempt_id = begin_attempt(session, Act.CONFIRMATION, username, address, secret_key(), session_id)
    compared = compare(username, str(form.password.data))
    with unit_of_work() as session:
        try:
            do(session, session_id, attempt_id, compared)
        except SignInLocked:
            return out_after_failures(session, session_id)
        except SignInRefused:
            form.refuse(Refused("password", wrong))
    return None
