"""On "Today" of whoever a consent names: to write down that the event has happened at which it ends (R23)."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.consent.instruments import queries
from portal.consent.instruments.models import Consent
from portal.consent.instruments.showing import holders
from portal.consent.rules.terms import ExpiryType
from portal.participants.people.models import Participant
from portal.participants.people.queries import participants
from portal.web.dates import day, last_day

SOON = timedelta(days=14)


def events_to_record(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """Also of who has named himself: no notice tells of that, and the day may be months away."""
    found = [task_of(one, person, principal, at) for one, person in waiting(session, principal, at)]
    return TaskGroup(_("Events that you write down"), tuple(found)) if found else None


def task_of(consent: Consent, person: Participant, principal: Principal, at: datetime) -> Task:
    ends_at, zone = consent.expires_at, principal.zone
    return Task(
        "due" if ends_at and ends_at <= at + SOON else "open",
        _("by %(day)s", day=day(last_day(ends_at, zone), local_date(at, zone))) if ends_at else _("no last day"),
        _(
            "%(who)s: a consent ends when this happens: %(event)s",
            who=person.full_name,
            event=consent.expiry_event.rstrip("."),
        ),
        url_for("consent.turns.happened", consent_id=consent.id),
        _("Write it down"),
    )


def waiting(session: Session, principal: Principal, at: datetime) -> list[tuple[Consent, Participant]]:
    """The consents whose event the principal is named to write down, of people whom he or she knows; the nearest last
    day first. Only where it can be written down, and none that has ended already."""
    wanted = select(Consent).where(
        Consent.expiry_kind == ExpiryType.EVENT,
        Consent.expiry_occurred_at.is_(None),
        Consent.form["expiry_recorder"].as_string() == str(principal.user_id),
    )
    rows = session.scalars(wanted.order_by(Consent.expires_at.nulls_last(), Consent.id)).all()
    named = [one for one in rows if principal.agency_id in holders(one)]
    taken_back = queries.revocations_of(session, [one.id for one in named])
    known = participants(session, [one.participant_id for one in named])
    found = []
    for one in named:
        ended_at = queries.ended_at(session, one, taken_back.get(one.id, []))
        if one.participant_id in known and (ended_at is None or ended_at > at):
            found.append((one, known[one.participant_id]))
    return found
