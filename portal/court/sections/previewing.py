"""What an addressee would read of a section: asked of the gate, in a session of its own whose reader the addressee is.

What stands in records already is read by the ordinary queries. For what is only typed so far, the same expression that
walls every table is asked about a row that is not there yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, Integer, Uuid, literal, select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.reading import consent_grants, signed_at
from portal.court.reports.assembling import OpenSession, reading_as
from portal.db import UtcDateTime
from portal.gate.protected import rule_for
from portal.gate.vocabulary import Category, Label, Regime
from portal.ids import NIL
from portal.treatment import facts as treatment
from portal.treatment.sessions.attendance import Tally


class RowToBe:
    """A protected row as it would be written now, as values that the rule can be asked about."""

    def __init__(self, author: Principal, participant_id: UUID, category: Category, on: date, at: datetime) -> None:
        self.id = literal(NIL, Uuid())  # not there yet, so nobody holds a copy of it
        self.participant_id = literal(participant_id, Uuid())
        self.origin_id = literal(author.agency_id, Uuid())
        self.author_id = literal(author.user_id, Uuid())
        self.regime = literal(author.regime.bit, Integer())
        self.category = literal(category.bit, BigInteger())
        self.labels = literal(Label.SUD.bit, Integer())
        self.withheld = literal(False, Boolean())
        self.service_on = literal(on, Date())
        self.created_at = literal(at, UtcDateTime())


def would_open(session: Session, row: RowToBe) -> bool:
    """Whether the session's reader may read such a row: the gate's own answer."""
    return bool(session.scalar(select(rule_for("record", row))))


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that a section says, and the category under which it is told. `lines` are sentences."""

    title: str
    category: Category
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What of it the addressee reads, on which paper. `receives` False: nothing of the section comes to them.

    `written`: there is something to read at all.
    """

    typed: tuple[Typed, ...]
    services: tuple[Tally, ...]
    signed_on: datetime | None
    by_consent: bool
    written: bool

    @property
    def receives(self) -> bool:
        return bool(self.typed or self.services)


def preview(
    open_session: OpenSession,
    addressee: Principal,
    author: Principal,
    participant_id: UUID,
    said: Sequence[Typed],
    period: tuple[date, date],
    at: datetime,
) -> Preview:
    """The author's own part as the addressee would read it now; other agencies' records are left to them."""
    with reading_as(open_session, addressee, at) as session:
        typed = tuple(
            one
            for one in said
            if one.lines and would_open(session, RowToBe(author, participant_id, one.category, period[1], at))
        )
        facts = treatment.attendance_of(session, [participant_id], *period).get(participant_id, [])
        own = [fact for fact in facts if fact.source.origin_id == author.agency_id]
        services = treatment.summary_of(own, *period).services if own else ()
        return Preview(
            typed,
            services,
            signed_for(session, author, participant_id),
            by_consent=author.regime is not Regime.CJ,
            written=any(one.lines for one in said),
        )


def signed_for(session: Session, author: Principal, participant_id: UUID) -> datetime | None:
    """When the consent was signed on which the addressee reads the author's records."""
    for grant in consent_grants(session, [participant_id]):
        if grant.holder_id in (author.agency_id, NIL) and grant.categories:
            return signed_at(session, [grant.instrument_id]).get(grant.instrument_id)
    return None
