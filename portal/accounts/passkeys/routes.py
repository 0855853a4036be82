"""Passkeys: the script asks for a challenge, the browser's own form carries the device's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for
from flask_babel import gettext as _

from portal.accounts.access import freshly, half_signed_in, signed_in
from portal.accounts.passkeys import services
from portal.accounts.passkeys.forms import AddForm, AnswerForm, PlainForm
from portal.accounts.passkeys.queries import passkeys
from portal.accounts.second_factor.signing_in import FactorOwed
from portal.accounts.sign_in.attempts import SignInLocked, SignInRefused, SignInThrottled, begin_attempt
from portal.accounts.sign_in.cookies import give_token, secret_key, take_token
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import onward_from, safe_next
from portal.accounts.sign_in.sessions import sign_out
from portal.accounts.sign_in.vocabulary import Act
from portal.db import unit_of_work
from portal.web.forms import Refused, see_other, submit

blueprint = Blueprint("passkeys", __name__)


def _site() -> services.Site:
    return services.site_of(current_app.config["PUBLIC_ADDRESS"], _("Treatment Court Portal"))


def _options(ask: Callable[[Any, UUID, services.Site], str]) -> Any:
    """A challenge as JSON; it is written down, so this is a post."""
    mine: SignInSession = g.signed_in or g.half_signed_in
    if not PlainForm().validate_on_submit():
        return "", 422
    try:
        with unit_of_work() as session:
            found = ask(session, mine.id, _site())
    except FactorOwed:
        abort(403)
    return Response(found, mimetype="application/json")


@blueprint.post("/passkeys/to-add")
@half_signed_in
@freshly
def to_add() -> Any:
    return _options(services.options_to_add)


@blueprint.post("/passkeys/to-answer")
@half_signed_in
def to_answer() -> Any:
    return _options(services.options_to_answer)


@blueprint.get("/passkeys/add")
@half_signed_in
@freshly
def show() -> Any:
    return _add_page(AddForm())


def _add_page(form: AddForm) -> str:
    onward = safe_next(request.values.get("next", "/"))
    return render_template("accounts/passkeys/add.html", form=form, next=onward, first=g.signed_in is None)


@blueprint.post("/passkeys/add")
@half_signed_in
@freshly
def add() -> Any:
    mine: SignInSession = g.signed_in or g.half_signed_in
    form = AddForm()
    if not form.validate_on_submit():
        return _add_page(form), 422
    try:
        with unit_of_work() as session:
            started, codes = services.add(
                session, mine.id, str(form.credential.data), form.name.data or "", _site(), secret_key()
            )
    except FactorOwed:
        abort(403)
    except Refused as refused:
        form.refuse(refused)
        return _add_page(form), 422
    onward = safe_next(request.form.get("next", "/"))
    if not codes:
        return see_other(url_for("accounts.own.show", done="passkey-added"))
    onward = onward_from(started, onward) if started else url_for("accounts.own.show")
    response = Response(
        render_template("accounts/second_factor/codes.html", codes=codes, onward=onward, first=started is not None)
    )
    if started is not None:
        give_token(response, started.token)
    return response


@blueprint.post("/passkeys/answer")
@half_signed_in
def answer() -> Any:
    """The second half of signing in, with a passkey."""
    onward = safe_next(request.form.get("next", "/"))
    if g.half_signed_in is None:
        return see_other(onward)
    half: SignInSession = g.half_signed_in
    form = AnswerForm()
    if not form.validate_on_submit():
        return see_other(url_for("accounts.second_factor.ask", next=onward))
    session_id, username = half.id, half.user.username
    with unit_of_work() as session:
        attempt_id = begin_attempt(session, Act.SECOND_FACTOR, username, request.remote_addr or "", secret_key())
    with unit_of_work() as session:
        try:
            started = services.answer(session, session_id, str(form.credential.data), attempt_id, _site())
        except (SignInLocked, SignInThrottled):
            sign_out(session, session.get_one(SignInSession, session_id))
            response = see_other(url_for("accounts.sign_in.show", done="locked"))
            take_token(response)
            return response
        except SignInRefused:
            return see_other(url_for("accounts.second_factor.ask", next=onward, done="passkey-refused"))
    response = see_other(onward_from(started, onward))
    give_token(response, started.token)
    return response


@blueprint.post("/passkeys/<uuid:passkey_id>/remove")
@signed_in
@freshly
def remove(passkey_id: UUID) -> Any:
    user_id = g.signed_in.user_id
    if all(one.id != passkey_id for one in passkeys(g.read_session, user_id)):
        abort(404)

    def act(session: Any) -> str:
        services.remove(session, user_id, passkey_id, current_app.config["REQUIRE_SECOND_FACTOR"])
        return url_for("accounts.own.show", done="passkey-removed")

    form = PlainForm()
    return submit(form, act, lambda: render_template("accounts/passkeys/kept.html", form=form))
