"""The page on which a device is given back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request
from flask_babel import gettext as _

from portal.accounts.access import public
from portal.accounts.handing_over.asking import page
from portal.accounts.handing_over.forms import HandBackForm
from portal.accounts.handing_over.services import hand_back
from portal.accounts.sign_in.attempts import SignInLocked, SignInRefused, begin_attempt
from portal.accounts.sign_in.cookies import secret_key
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import compare, out_after_failures, safe_next
from portal.accounts.sign_in.vocabulary import Act
from portal.db import unit_of_work
from portal.web.forms import Refused, see_other

blueprint = Blueprint("handing_over", __name__)


def _onward() -> str:
    return safe_next(request.values.get("next", "/"))


def _handed() -> SignInSession | None:
    mine: SignInSession | None = g.signed_in or g.locked
    return mine if mine is not None and mine.handed_to is not None else None


@blueprint.get("/hand-back")
@public
def ask() -> Any:
    """Nothing is to be given back where nothing was handed over."""
    if _handed() is None:
        return redirect(_onward())
    forms = request.args.get("forms", "")
    return page(HandBackForm(), _onward(), safe_next(forms) if forms else "")


@blueprint.post("/hand-back")
@public
def back() -> Any:
    mine = _handed()
    if mine is None:
        return see_other(_onward())
    form = HandBackForm()
    if not form.validate_on_submit():
        return page(form, _onward()), 422
    session_id, username = mine.id, mine.user.username
    with unit_of_work() as session:
        address = request.remote_addr or ""
        attempt_id = begin_attempt(session, Act.CONFIRMATION, username, address, secret_key(), session_id)
    compared = compare(username, str(form.password.data))
    with unit_of_work() as session:
        try:
            hand_back(session, session_id, attempt_id, compared)
        except SignInLocked:
            return out_after_failures(session, session_id)
        except SignInRefused:
            form.refuse(Refused("password", _("This is not the password. Check it and try again.")))
    return (page(form, _onward()), 422) if form.errors else see_other(_onward())
