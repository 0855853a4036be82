"""What an addressee would read of a section: asked of the gate, in a session of its own whose reader the addressee is.

What stands in records already is read by the ordinary queries. For what is only typed so far, the same expression that
walls every table is asked about a row that is not there yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.reading import consent_grants, signed_at
from portal.consent.to_be import OpenSession, RowToBe, reading_as, would_open
from portal.gate.vocabulary import Category, Regime
from portal.ids import NIL
from portal.treatment import facts as treatment
from portal.treatment.sessions.attendance import Tally


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


def row_to_be(author: Principal, participant_id: UUID, category: Category, on: date, at: datetime) -> RowToBe:
    return RowToBe(author.agency_id, author.user_id, author.regime, participant_id, category, on, at)


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
            if one.lines and would_open(session, row_to_be(author, participant_id, one.category, period[1], at))
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
