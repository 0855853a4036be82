"""The page on which a person sets a password with the administrator's code."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from portal.accounts.access import public
from portal.accounts.activation.forms import ActivationForm
from portal.accounts.activation.services import Activate, CodeRefused, activate
from portal.accounts.sign_in.attempts import SignInRefused, begin_attempt
from portal.accounts.sign_in.cookies import secret_key
from portal.accounts.sign_in.routes import told
from portal.accounts.sign_in.vocabulary import Act
from portal.db import unit_of_work
from portal.web.forms import Refused, see_other

blueprint = Blueprint("activation", __name__)


def _page(form: ActivationForm) -> str:
    return render_template("accounts/activation/show.html", form=form)


@blueprint.get("/activate")
@public
def show() -> Any:
    return _page(ActivationForm())


@blueprint.post("/activate")
@public
def enter() -> Any:
    form = ActivationForm()
    if not form.validate_on_submit():
        return _page(form), 422
    username, code, password = str(form.username.data), str(form.code.data), str(form.password.data)
    address = request.remote_addr or ""
    with unit_of_work() as session:
        attempt_id = begin_attempt(session, Act.ACTIVATION, username, address, secret_key())
    refusal: Refused | None = None
    with unit_of_work() as session:
        try:
            activate(session, Activate(username, code, password, address), attempt_id)
        except CodeRefused:
            refusal = Refused("", _("This username and code do not fit, or the code is too old. Ask for a new one."))
        except SignInRefused as refused:
            refusal = Refused("", told(refused))
        except Refused as unfit:
            refusal = unfit
    if refusal is not None:
        form.refuse(refusal)
        return _page(form), 422
    return see_other(url_for("accounts.sign_in.show", done="activated"))
