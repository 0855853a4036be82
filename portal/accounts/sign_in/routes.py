"""The pages of signing in and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.accounts.access import principal, public, requires, signed_in
from portal.accounts.agencies.vocabulary import BASIS_LABELS, PURPOSE_LABELS, ROLE_LABELS
from portal.accounts.permissions import Permission
from portal.accounts.principal import claims_of, purposes_of
from portal.accounts.sign_in import services
from portal.accounts.sign_in.forms import ChooseForm, PurposeForm, SignInForm
from portal.db import unit_of_work
from portal.gate.vocabulary import Basis, Purpose, RoleName
from portal.web.forms import Refused, see_other, submit

blueprint = Blueprint("sign_in", __name__)


def cookie_name() -> str:
    return "__Host-portal" if current_app.config["SESSION_COOKIE_SECURE"] else "portal"


def safe_next(address: str) -> str:
    """An address of this portal to go on to; anything else becomes the start page."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain and not parts.netloc and not parts.scheme else "/"


@blueprint.get("/sign-in")
@public
def show() -> Any:
    return render_template("accounts/sign_in.html", form=SignInForm(), next=safe_next(request.args.get("next", "/")))


@blueprint.post("/sign-in")
@public
def enter() -> Any:
    form = SignInForm()
    onward = safe_next(request.form.get("next", "/"))

    def again() -> str:
        return render_template("accounts/sign_in.html", form=form, next=onward)

    if not form.validate_on_submit():
        return again(), 422
    command = services.SignIn(str(form.username.data), str(form.password.data), request.remote_addr or "")
    refusal: Refused | None = None
    token, chosen = "", False
    with unit_of_work() as session:
        try:
            key = str(current_app.config["SECRET_KEY"]).encode()
            token, started = services.sign_in(session, command, key)
            chosen = started.appointment_id is not None
        except services.SignInThrottled:
            refusal = Refused("", _("Too many attempts. Wait 15 minutes, then try again."))
        except services.SignInRefused:
            refusal = Refused("", _("This username and password do not fit together. Check both and try again."))
    if refusal is not None:
        form.refuse(refusal)
        return again(), 422
    response = make_response(see_other(onward if chosen else url_for("accounts.sign_in.choose", next=onward)))
    response.set_cookie(
        cookie_name(),
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _choose_form() -> ChooseForm:
    form = ChooseForm()
    session = g.read_session
    form.appointment.choices = [
        SelectChoice(str(one.id), f"{ROLE_LABELS[RoleName(one.role)]}, {one.agency.name}")
        for one in services.appointments_of(session, g.signed_in.user)
    ]
    return form


@blueprint.get("/act-for")
@signed_in
def choose() -> Any:
    return render_template("accounts/choose.html", form=_choose_form(), next=safe_next(request.args.get("next", "/")))


@blueprint.post("/act-for")
@signed_in
def chosen() -> Any:
    form = _choose_form()
    onward = safe_next(request.form.get("next", "/"))

    def act(session: Any) -> str:
        try:
            services.choose_appointment(session, g.signed_in, UUID(form.appointment.data))
        except services.SignInRefused:
            raise Refused("appointment", _("Choose for whom you act.")) from None
        return onward

    return submit(form, act, lambda: render_template("accounts/choose.html", form=form, next=onward))


def _purpose_form() -> PurposeForm:
    who = principal()
    form = PurposeForm(purpose=str(who.purpose), basis=str(who.claimed or ""))
    form.purpose.choices = [SelectChoice(str(one), PURPOSE_LABELS[one]) for one in purposes_of(who.role)]
    form.basis.choices = [
        SelectChoice("", _("On consents, as usual")),
        *(SelectChoice(str(one), BASIS_LABELS[one]) for one in claims_of(who.role, who.medical_personnel)),
    ]
    return form


@blueprint.get("/purpose")
@requires(Permission.HOME_READ)
def purpose() -> Any:
    return render_template("accounts/purpose.html", form=_purpose_form())


@blueprint.post("/purpose")
@requires(Permission.HOME_READ)
def state() -> Any:
    form = _purpose_form()

    def act(session: Any) -> str:
        services.state_purpose(session, g.signed_in, principal(), Purpose(form.purpose.data))
        claimed = Basis(form.basis.data) if form.basis.data else None
        services.claim_basis(session, g.signed_in, principal(), claimed)
        return url_for("accounts.home.today", done="saved")

    return submit(form, act, lambda: render_template("accounts/purpose.html", form=form))


@blueprint.post("/sign-out")
@signed_in
def leave() -> Any:
    with unit_of_work() as session:
        services.sign_out(session, g.signed_in)
    response = make_response(see_other(url_for("accounts.sign_in.show")))
    response.delete_cookie(cookie_name(), path="/")
    return response
