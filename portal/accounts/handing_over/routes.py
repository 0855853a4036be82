"""The page on which a device is given back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request
from flask_babel import gettext as _

from portal.accounts.access import public
from portal.accounts.confirmation.routes import give_password
from portal.accounts.handing_over.asking import page
from portal.accounts.handing_over.forms import HandBackForm
from portal.accounts.handing_over.services import hand_back
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import safe_next
from portal.web.forms import see_other

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
    out = give_password(mine, form, hand_back, _("This is not the password. Check it and try again."))
    if out is not None:
        return out
    return (page(form, _onward()), 422) if form.errors else see_other(_onward())
