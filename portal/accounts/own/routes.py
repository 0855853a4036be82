"""The page of one's own account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.accounts.access import freshly, signed_in
from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.accounts.calendars.models import CalendarFeed
from portal.accounts.calendars.queries import feed_of
from portal.accounts.calendars.sources import has_calendar
from portal.accounts.notices.models import NoticePreference
from portal.accounts.notices.queries import preference, unread
from portal.accounts.notices.vocabulary import MODE_LABELS, MailMode
from portal.accounts.own import queries, services
from portal.accounts.own.browsers import in_words
from portal.accounts.own.coverage import standing_in
from portal.accounts.own.forms import PasswordForm, PlainForm
from portal.accounts.passkeys.queries import passkeys
from portal.accounts.principal import Principal
from portal.accounts.second_factor.queries import authenticator_apps, has_second_factor, recovery_codes_left
from portal.accounts.second_factor.services import make_recovery_codes
from portal.accounts.sign_in.attempts import SignInLocked, SignInRefused, begin_attempt
from portal.accounts.sign_in.cookies import give_token, secret_key
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import compare, out_after_failures
from portal.accounts.sign_in.services import appointments_of
from portal.accounts.sign_in.vocabulary import Act
from portal.accounts.single_sign_on.queries import identity_of, provider_of
from portal.db import unit_of_work
from portal.gate.vocabulary import RoleName
from portal.web.forms import Refused, see_other, submit

blueprint = Blueprint("own", __name__)


@dataclass(frozen=True, slots=True)
class Acting:
    """`unread` notices; whether the role has a calendar at all, and its address, when one was made."""

    unread: int
    has_calendar: bool
    feed: CalendarFeed | None


def _page(problem: PlainForm | None = None) -> str:
    mine: SignInSession = g.signed_in
    provider = provider_of(g.read_session, mine.user.agency_id)
    roles = appointments_of(g.read_session, mine.user)
    return render_template(
        "accounts/own/show.html",
        **local_time(roles),
        user=mine.user,
        mine=mine,
        apps=authenticator_apps(g.read_session, mine.user_id),
        provider=provider,
        connected=provider is not None and identity_of(g.read_session, mine.user_id, provider.id) is not None,
        keys=passkeys(g.read_session, mine.user_id),
        codes_left=recovery_codes_left(g.read_session, mine.user_id),
        sessions=queries.open_sessions(g.read_session, mine.user_id, g.at),
        roles=roles,
        standing_in=standing_in(g.read_session, mine.user_id, g.at),
        told=told_in_words(preference(g.read_session, mine.user_id)),
        acting=acting_here(),
        role_words=lambda role: ROLE_LABELS[RoleName(role)],
        in_words=in_words,
        problem=problem,
    )


def local_time(roles: Sequence[Appointment]) -> dict[str, Any]:
    """The zone and the day of times on the page; those of the first agency before one is chosen."""
    if g.get("principal") is not None:
        return {}
    zone = roles[0].agency.time_zone if roles else "UTC"
    return {"zone": zone, "today": clock.local_date(g.at, zone)}


def told_in_words(found: NoticePreference | None) -> str:
    """How mail about notices comes, as the settings say it."""
    return str(MODE_LABELS[MailMode(found.mode) if found else MailMode.NONE])


def acting_here() -> Acting | None:
    """What belongs to the appointment in which one acts now; None before one is chosen."""
    who: Principal | None = g.get("principal")
    if who is None:
        return None
    return Acting(unread(g.read_session, who, g.at), has_calendar(who), feed_of(g.read_session, who.appointment_id))


@blueprint.get("/account")
@signed_in
def show() -> Any:
    return _page()


@blueprint.get("/account/password")
@signed_in
def password() -> Any:
    return render_template("accounts/own/password.html", form=PasswordForm())


@blueprint.post("/account/password")
@signed_in
def change_password() -> Any:
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/own/password.html", form=form), 422
    mine: SignInSession = g.signed_in
    session_id, username = mine.id, mine.user.username
    given, new = str(form.current.data), str(form.password.data)
    with unit_of_work() as session:
        address = request.remote_addr or ""
        attempt_id = begin_attempt(session, Act.CONFIRMATION, username, address, secret_key(), session_id)
    compared, token = compare(username, given), ""
    with unit_of_work() as session:
        try:
            token = services.change_password(session, session_id, attempt_id, compared, given, new)
        except SignInLocked:
            return out_after_failures(session, session_id)
        except SignInRefused:
            form.refuse(Refused("current", _("This is not your password. Check it and try again.")))
        except Refused as unfit:
            form.refuse(unfit)
    if not token:
        return render_template("accounts/own/password.html", form=form), 422
    response = see_other(url_for("accounts.own.show", done="password-changed"))
    give_token(response, token)
    return response


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@signed_in
def end(session_id: UUID) -> Any:
    mine: SignInSession = g.signed_in
    user_id = mine.user_id
    if all(one.id != session_id for one in queries.open_sessions(g.read_session, user_id, g.at)):
        abort(404)
    form = PlainForm()

    def act(session: Any) -> str:
        services.end_session(session, user_id, session_id)
        return url_for("accounts.own.show", done="session-ended")

    return submit(form, act, lambda: _page(form))


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_others() -> Any:
    mine: SignInSession = g.signed_in
    user_id, session_id = mine.user_id, mine.id
    form = PlainForm()

    def act(session: Any) -> str:
        services.end_other_sessions(session, user_id, session_id)
        return url_for("accounts.own.show", done="sessions-ended")

    return submit(form, act, lambda: _page(form))


@blueprint.post("/account/recovery-codes")
@signed_in
@freshly
def recovery_codes() -> Any:
    mine: SignInSession = g.signed_in
    form = PlainForm()
    made: list[str] = []

    def act(session: Any) -> str:
        if not has_second_factor(session, mine.user_id):
            raise Refused("", _("Set up an authenticator app first. Recovery codes stand in for it."))
        made.extend(make_recovery_codes(session, mine.user, secret_key()))
        return url_for("accounts.own.show")

    answer = submit(form, act, lambda: _page(form))
    if not made:
        return answer
    return render_template(
        "accounts/second_factor/codes.html", codes=made, onward=url_for("accounts.own.show"), first=False
    )
