"""Pages of the second factor: asking for a code at sign-in, and setting up an authenticator app."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.accounts.access import freshly, half_signed_in, public
from portal.accounts.passkeys.queries import passkeys
from portal.accounts.second_factor import signing_in, totp
from portal.accounts.second_factor.forms import CodeForm
from portal.accounts.second_factor.queries import authenticator_apps, has_second_factor
from portal.accounts.second_factor.services import proposed_secret
from portal.accounts.sign_in.attempts import SignInLocked, SignInRefused, SignInThrottled, begin_attempt
from portal.accounts.sign_in.cookies import give_token, secret_key, take_token
from portal.accounts.sign_in.forms import ReleaseForm
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import compare, onward_from, safe_next, told
from portal.accounts.sign_in.sessions import sign_out
from portal.accounts.sign_in.vocabulary import Act
from portal.db import unit_of_work
from portal.web.forms import Refused, see_other

blueprint = Blueprint("second_factor", __name__)


def _next() -> str:
    return safe_next(request.values.get("next", "/"))


def _set_up_first() -> bool:
    """Whether the one who gave a password has nothing else to give yet."""
    return g.half_signed_in is not None and not has_second_factor(g.read_session, g.half_signed_in.user_id)


def _ask_page(form: CodeForm) -> str:
    has_passkeys = bool(passkeys(g.read_session, g.half_signed_in.user_id))
    return render_template("accounts/second_factor/ask.html", form=form, next=_next(), has_passkeys=has_passkeys)


@blueprint.get("/sign-in/code")
@half_signed_in
def ask() -> Any:
    if g.half_signed_in is None:
        return redirect(_next())
    if _set_up_first():
        return redirect(url_for("accounts.second_factor.show", next=_next()))
    return _ask_page(CodeForm())


@blueprint.post("/sign-in/code")
@half_signed_in
def answer() -> Any:
    if g.half_signed_in is None:
        return see_other(_next())
    form = CodeForm()
    if not form.validate_on_submit():
        return _ask_page(form), 422
    half: SignInSession = g.half_signed_in
    session_id, username = half.id, half.user.username
    with unit_of_work() as session:
        attempt_id = begin_attempt(session, Act.SECOND_FACTOR, username, request.remote_addr or "", secret_key())
    started = None
    with unit_of_work() as session:
        try:
            started = signing_in.answer(session, session_id, str(form.code.data), attempt_id, secret_key())
        except (SignInLocked, SignInThrottled):
            sign_out(session, session.get_one(SignInSession, session_id))
            return _out()
        except SignInRefused:
            form.refuse(Refused("code", _("This code does not fit, or was used already. Wait for the next one.")))
    if started is None:
        return _ask_page(form), 422
    response = see_other(onward_from(started, _next()))
    give_token(response, started.token)
    return response


def _out() -> Any:
    response = see_other(url_for("accounts.sign_in.show", done="locked"))
    take_token(response)
    return response


def _setup_page(form: CodeForm) -> str:
    mine: SignInSession = g.signed_in or g.half_signed_in
    secret = proposed_secret(g.read_session, mine.user_id, mine.id, secret_key())
    address = totp.address_for_app(secret, mine.user.username, _("Treatment Court Portal"))
    picture = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, border=4, title=_("Picture to scan with the app"), svgclass="qr-code"
    )
    return render_template(
        "accounts/second_factor/set_up.html",
        form=form,
        picture=Markup(picture),  # nosec B704  # drawn by segno, which escapes the title
        letters=totp.in_letters(secret),
        first=g.signed_in is None,
        replaces=bool(authenticator_apps(g.read_session, mine.user_id)),
        next=_next(),
    )


@blueprint.get("/second-factor")
@half_signed_in
@freshly
def show() -> Any:
    if g.half_signed_in is not None and not _set_up_first():
        return redirect(url_for("accounts.second_factor.ask", next=_next()))
    return _setup_page(CodeForm())


@blueprint.post("/second-factor")
@half_signed_in
@freshly
def add() -> Any:
    form = CodeForm()
    if not form.validate_on_submit():
        return _setup_page(form), 422
    mine: SignInSession = g.signed_in or g.half_signed_in
    try:
        with unit_of_work() as session:
            started, codes = signing_in.set_up(session, mine.id, str(form.code.data), secret_key())
    except signing_in.FactorOwed:
        return see_other(url_for("accounts.second_factor.ask", next=_next()))
    except Refused as refused:
        form.refuse(refused)
        return _setup_page(form), 422
    onward = onward_from(started, _next()) if started else url_for("accounts.home.today")
    response = make_response(
        render_template("accounts/second_factor/codes.html", codes=codes, onward=onward, first=started is not None)
    )
    if started is not None:
        give_token(response, started.token)
    return response


@blueprint.get("/sign-in/release")
@public
def locked() -> Any:
    return render_template("accounts/second_factor/release.html", form=ReleaseForm())


@blueprint.post("/sign-in/release")
@public
def release() -> Any:
    form = ReleaseForm()
    if not form.validate_on_submit():
        return render_template("accounts/second_factor/release.html", form=form), 422
    address = request.remote_addr or ""
    command = signing_in.ReleaseOwn(str(form.username.data), str(form.code.data), address, str(request.user_agent))
    with unit_of_work() as session:
        attempt_id = begin_attempt(session, Act.RELEASE, command.username, address, secret_key())
    compared = compare(command.username, str(form.password.data))
    started = None
    with unit_of_work() as session:
        try:
            started = signing_in.release_own(session, command, attempt_id, compared, secret_key())
        except SignInThrottled as refused:
            form.refuse(Refused("", told(refused)))
        except SignInRefused:
            form.refuse(Refused("", _("These do not fit together. Check all three and try again.")))
    if started is None:
        return render_template("accounts/second_factor/release.html", form=form), 422
    response = see_other(onward_from(started, "/"))
    give_token(response, started.token)
    return response
