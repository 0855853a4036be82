"""Pages of single sign-on: for whoever signs in, for whoever connects an account, for the agency's administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.accounts.access import freshly, principal, public, requires, signed_in
from portal.accounts.handing_over.services import never_given_back
from portal.accounts.permissions import Permission
from portal.accounts.sign_in.attempts import SignInRefused
from portal.accounts.sign_in.cookies import cookie_name, give_token, secret_key
from portal.accounts.sign_in.routes import onward_from, safe_next
from portal.accounts.single_sign_on import exchange, queries, services
from portal.accounts.single_sign_on.forms import BackForm, PlainForm, ProviderForm
from portal.accounts.single_sign_on.journeys import Journey, come_back, forget, keep, set_out
from portal.accounts.single_sign_on.models import SignInProvider
from portal.db import unit_of_work
from portal.web.forms import Refused, see_other, submit

blueprint = Blueprint("single_sign_on", __name__)


def _back() -> str:
    return str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/") + url_for("accounts.single_sign_on.back")


def _client(found: SignInProvider) -> exchange.Client:
    loopback = current_app.config["ENVIRONMENT"] != "production"
    secret = services.secret_of(found, secret_key())
    return exchange.Client(found.issuer, found.client_id, secret, _back(), loopback)


def _provider_asked_for() -> SignInProvider:
    try:
        wanted = UUID(request.args.get("provider", ""))
    except ValueError:
        abort(404)
    return queries.provider(g.read_session, wanted) or abort(404)


def _away(found: SignInProvider, session_id: UUID | None, elsewhere: str) -> Any:
    """To the provider, or to a page of ours when it does not answer."""
    client = _client(found)
    token, once = set_out(Journey(found.id, safe_next(request.args.get("next", "/")), session_id))
    g.read_session.rollback()
    try:
        address = exchange.address_to_go(client, once)
    except exchange.ProviderUnusable:
        return redirect(elsewhere)
    response = redirect(address)
    keep(response, token)
    return response


@blueprint.get("/single-sign-on")
@public
def choose() -> Any:
    found = queries.providers(g.read_session)
    return render_template(
        "accounts/single_sign_on/choose.html", providers=found, next=safe_next(request.args.get("next", "/"))
    )


@blueprint.get("/single-sign-on/go")
@public
def go() -> Any:
    if _in_other_hands():
        return _ask_password()
    return _away(_provider_asked_for(), None, url_for("accounts.single_sign_on.choose", done="provider-silent"))


@blueprint.get("/single-sign-on/connect")
@signed_in
@freshly
def connect() -> Any:
    mine = g.signed_in
    return _away(_provider_asked_for(), mine.id, url_for("accounts.own.show", done="provider-silent"))


@blueprint.get("/single-sign-on/back")
@public
def back() -> Any:
    """What the provider sent is carried on by a post of our own page, because entering changes something."""
    form = BackForm(code=request.args.get("code", ""), state=request.args.get("state", ""))
    return render_template("accounts/single_sign_on/back.html", form=form)


@blueprint.post("/single-sign-on/enter")
@public
def enter() -> Any:
    if _in_other_hands():
        return _ask_password()
    form = BackForm()
    journey_and_once = come_back(str(form.state.data or "")) if form.validate_on_submit() else None
    if journey_and_once is None:
        return _refused()
    journey, once = journey_and_once
    found = queries.provider(g.read_session, journey.provider_id)
    if found is None:
        return _refused()
    client = _client(found)
    g.read_session.rollback()
    try:
        subject = exchange.subject_of(client, once, str(form.code.data))
    except (exchange.ProviderUnusable, exchange.ProviderRefused):
        return _refused()
    return _connected(journey, subject) if journey.session_id else _entered(journey, subject)


def _in_other_hands() -> bool:
    return never_given_back(g.read_session, request.cookies.get(cookie_name(), ""))


def _ask_password() -> Any:
    """A provider that knows the browser asks nobody who holds it; the portal's own sign-in does."""
    return see_other(url_for("accounts.sign_in.show", done="password-here"))


def _refused(done: str = "provider-refused") -> Any:
    response = see_other(url_for("accounts.single_sign_on.choose", done=done))
    forget(response)
    return response


def _entered(journey: Journey, subject: str) -> Any:
    command = services.ComeIn(
        journey.provider_id,
        subject,
        request.remote_addr or "",
        str(request.user_agent),
        current_app.config["REQUIRE_SECOND_FACTOR"],
    )
    with unit_of_work() as session:
        try:
            started = services.come_in(session, command)
        except SignInRefused:
            return _refused("provider-unknown")
    response = see_other(onward_from(started, journey.onward))
    give_token(response, started.token)
    forget(response)
    return response


def _connected(journey: Journey, subject: str) -> Any:
    """Only for the session that set out, and while it is signed in."""
    if g.signed_in is None or g.signed_in.id != journey.session_id:
        return _refused()
    session_id = g.signed_in.id
    try:
        with unit_of_work() as session:
            services.connect(session, session_id, journey.provider_id, subject)
    except Refused:
        return _refused("provider-taken")
    response = see_other(url_for("accounts.own.show", done="provider-connected"))
    forget(response)
    return response


def _settings(form: ProviderForm) -> str:
    found = queries.provider_of(g.read_session, principal().agency_id)
    return render_template("accounts/single_sign_on/settings.html", form=form, provider=found, back=_back())


@blueprint.get("/staff/single-sign-on")
@requires(Permission.STAFF_MANAGE)
@freshly
def settings() -> Any:
    return _settings(ProviderForm())


@blueprint.post("/staff/single-sign-on")
@requires(Permission.STAFF_MANAGE)
@freshly
def save() -> Any:
    form = ProviderForm()

    def act(session: Any) -> str:
        command = services.NameProvider(
            str(form.name.data),
            str(form.issuer.data),
            str(form.client_id.data),
            str(form.secret.data),
            bool(form.asks_second_factor.data),
        )
        loopback = current_app.config["ENVIRONMENT"] != "production"
        try:
            exchange.refuse_unsafe(command.issuer.strip(), loopback)
        except exchange.ProviderUnusable:
            raise Refused("issuer", _("The address begins with https://.")) from None
        services.name_provider(session, principal(), command, secret_key())
        return url_for("accounts.single_sign_on.settings", done="provider-named")

    return submit(form, act, lambda: _settings(form))


@blueprint.post("/staff/single-sign-on/end")
@requires(Permission.STAFF_MANAGE)
@freshly
def end() -> Any:
    form = PlainForm()

    def act(session: Any) -> str:
        services.end_provider(session, principal())
        return url_for("accounts.single_sign_on.settings", done="provider-ended")

    return submit(form, act, lambda: _settings(ProviderForm(formdata=None)))
