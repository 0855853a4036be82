"""The pages of signing in and out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import principal, public, requires, signed_in
from portal.accounts.agencies.vocabulary import BASIS_LABELS, PURPOSE_LABELS, ROLE_LABELS
from portal.accounts.confirmation.asking import ask_again
from portal.accounts.permissions import Permission
from portal.accounts.principal import claims_of, purposes_of
from portal.accounts.sign_in import services
from portal.accounts.sign_in.attempts import SignInLocked, SignInRefused, SignInThrottled, begin_attempt
from portal.accounts.sign_in.cookies import cookie_name, give_token, secret_key, take_token
from portal.accounts.sign_in.forms import ChooseForm, PurposeForm, SignInForm
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import end_earlier, is_fresh, sign_out
from portal.accounts.sign_in.vocabulary import Act
from portal.db import read_intent, unit_of_work
from portal.extensions import db
from portal.gate.vocabulary import Basis, Purpose, RoleName
from portal.web.forms import Refused, see_other, submit

blueprint = Blueprint("sign_in", __name__)
UNPLAIN = "\\\t\r\n"
"""Browsers read the first as a slash, and the others not at all."""


def safe_next(address: str) -> str:
    """An address of this portal to go on to; anything else becomes the start page."""
    plain = address.startswith("/") and not address.startswith("//") and not any(one in address for one in UNPLAIN)
    return address if plain else "/"


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
    username, password = str(form.username.data), str(form.password.data)
    address = request.remote_addr or ""
    command = services.SignIn(
        username, password, address, str(request.user_agent), current_app.config["REQUIRE_SECOND_FACTOR"]
    )
    with unit_of_work() as session:
        attempt_id = begin_attempt(session, Act.SIGN_IN, username, address, secret_key())
    compared = compare(username, password)
    refusal, started = None, None
    with unit_of_work() as session:
        try:
            end_earlier(session, request.cookies.get(cookie_name(), ""))
            started = services.sign_in(session, command, attempt_id, compared)
        except SignInRefused as refused:
            refusal = Refused("", told(refused))
    if started is None:
        form.refuse(refusal or Refused("", ""))
        return again(), 422
    response = see_other(onward_from(started, onward))
    give_token(response, started.token)
    return response


def compare(username: str, password: str) -> str | None:
    """The hash that a name's password fits, or None. It takes a while, so no transaction is open meanwhile."""
    with read_intent():
        stored = services.stored_hash(db.session(), username)
        db.session.rollback()
    return services.fitting_hash(stored, password)


def told(refused: SignInRefused) -> str:
    """Why nobody gets in, without saying whether the name is known."""
    if isinstance(refused, SignInLocked):
        return _("Locked after five failures. Release it with your second factor, or ask your administrator.")
    if isinstance(refused, SignInThrottled):
        return _("Too many attempts. Wait 15 minutes, then try again.")
    return _("This username and password do not fit together. Check both and try again.")


def out_after_failures(session: Session, session_id: UUID) -> Any:
    """The session in which the password was given wrongly for the fifth time in a row ends.

    A device that was handed over keeps its token, by which it is known that nobody gave it back.
    """
    mine = session.get_one(SignInSession, session_id)
    if mine.ended_at is None:
        sign_out(session, mine)
    response = see_other(url_for("accounts.sign_in.show", done="failed-again"))
    if mine.handed_to is None:
        take_token(response)
    return response


def onward_from(started: services.Started, onward: str) -> str:
    """Where one goes after a step of signing in."""
    if not started.complete:
        return url_for("accounts.second_factor.ask", next=onward)
    return onward if started.session.appointment_id else url_for("accounts.sign_in.choose", next=onward)


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
        except SignInRefused:
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
    if form.basis.data and form.basis.data != str(principal().claimed or "") and not is_fresh(g.signed_in, g.at):
        return ask_again()

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
        sign_out(session, g.signed_in)
    response = make_response(see_other(url_for("accounts.sign_in.show")))
    take_token(response)
    return response
