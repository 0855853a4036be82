"""What lapses: the consents that end in the next days, and who then sees less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup, first_of
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments import queries
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.previewing.lapsing import lapse_of
from portal.consent.previewing.showing import joined, kinds
from portal.consent.previewing.table import Opening
from portal.participants.people.models import Participant
from portal.participants.people.queries import participants
from portal.web.dates import day

SOON = timedelta(days=14)
"""What ends sooner stands on "Today": a program meets its people at least every other week."""
AHEAD = timedelta(days=45)
"""So far the page looks."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """A consent that ends by itself; `loses` says who then no longer sees what, in sentences.

    `seen`: somebody sees something today of what it tells, by this paper or by another one.
    """

    consent_id: UUID
    person: Participant
    tells: str
    told: str
    ends_at: datetime
    loses: tuple[str, ...]
    seen: bool


def ending(session: Session, at: datetime, within: timedelta) -> list[tuple[Consent, Participant]]:
    """The consents with an end of their own in that time, soonest first, of people whom the reader knows.

    Those that open nothing any more, or never did, are left out.
    """
    wanted = select(Consent).where(
        Consent.expires_at > at,
        Consent.expires_at <= at + within,
        Consent.superseded_at.is_(None),
        Consent.expiry_occurred_at.is_(None),
    )
    named = session.scalars(wanted.order_by(Consent.expires_at, Consent.id)).all()
    opening = those_opening(session, [one.id for one in named])
    found = [one for one in named if one.id in opening]
    taken_back = queries.revocations_of(session, [one.id for one in found])
    known = participants(session, [one.participant_id for one in found])
    return [
        (one, known[one.participant_id])
        for one in found
        if one.participant_id in known and not over(session, one, taken_back.get(one.id, []), at)
    ]


def those_opening(session: Session, ids: list[UUID]) -> set[UUID]:
    """Of some consents those that open, or opened, anything: only these were compiled into grants."""
    wanted = select(AccessGrant.instrument_id).where(
        AccessGrant.instrument_id.in_(ids), AccessGrant.instrument_kind != "told"
    )
    return set(session.scalars(wanted.distinct()))


def over(session: Session, consent: Consent, revocations: Sequence[Revocation], at: datetime) -> bool:
    """Whether it has ended as a whole already, before its own day."""
    ended = queries.ended_at(session, consent, revocations)
    return ended is not None and ended <= at


def lapses(session: Session, actor: Principal, at: datetime) -> list[Lapse]:
    """Each consent that ends in the next weeks; for whom another paper opens the same, nothing is said."""
    found = []
    for consent, person in ending(session, at, AHEAD):
        tables = lapse_of(session, actor, consent)
        found.append(
            Lapse(
                consent.id,
                person,
                ", ".join(queries.names(session, consent.disclosers)),
                ", ".join(queries.names(session, consent.recipients)),
                consent.expires_at or at,
                tuple(losses(tables)),
                any(line.seat.named and line.seen(after=False) for one in tables for line in one.lines),
            )
        )
    return found


def losses(tables: Sequence[Opening]) -> list[str]:
    """ "Judge Example: attendance, tests", one line for those who lose the same."""
    alike: dict[str, list[str]] = {}
    for one in tables:
        for line in one.changes:
            gone = set(line.seen(after=False)) - set(line.seen())
            what = kinds(category for category in one.categories if category in gone)
            alike.setdefault(what, []).append(line.seat.who)
    return [_("%(who)s: %(what)s", who=joined(who), what=what) for what, who in alike.items() if what]


def ending_soon(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """For who takes signed forms: whose papers end before they are likely to come again."""
    today = local_date(at, principal.zone)
    found = [
        Task(
            "due",
            _(
                "ends %(day)s",
                day=day(local_date((one.expires_at or at) - timedelta(seconds=1), principal.zone), today),
            ),
            person.full_name,
            url_for("consent.instruments.shelf", participant_id=person.id),
            _("Consents"),
        )
        for one, person in ending(session, at, SOON)
    ]
    return first_of(_("Papers that end soon"), found, url_for("consent.answers.lapsing")) if found else None
