"""What other rooms ask about consent: nothing but what this reader is told by an instrument anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.clock import END
from portal.consent.accounting.services import KIND_ORDER, OpenGrant, open_grants
from portal.consent.instruments.models import Consent
from portal.gate.reader import reader_of
from portal.gate.vocabulary import Category
from portal.ids import NIL


@dataclass(frozen=True, slots=True)
class ConsentNote:
    """What stands once above a section of another agency's records: from whom, under which paper, until when."""

    holder_id: UUID
    holder_name: str
    instrument_id: UUID
    instrument_kind: str
    signed_at: datetime | None
    ends_at: datetime | None
    categories: int
    notice: bool


def consent_grants(session: Session, participant_ids: Iterable[UUID]) -> list[OpenGrant]:
    """The consents that open something to this reader now, best to rely on first."""
    grants = open_grants(session, reader_of(session), participant_ids)
    return [grant for grant in grants if grant.instrument_kind in KIND_ORDER]


def notes_for(session: Session, participant_id: UUID, holders: Iterable[UUID], category: Category) -> list[ConsentNote]:
    """For each holder whose records of a category are shown, the paper relied on; own records need no note."""
    wanted = set(holders) - {reader_of(session).agency}
    if not wanted:
        return []
    grants = consent_grants(session, [participant_id])
    names = {one.id: one.name for one in session.scalars(select(Agency).where(Agency.id.in_(wanted)))}
    signed = signed_at(session, {grant.instrument_id for grant in grants})
    notes = []
    for holder in sorted(wanted, key=str):
        for grant in grants:
            if grant.holder_id in (holder, NIL) and grant.categories & category.bit:
                notes.append(
                    ConsentNote(
                        holder_id=holder,
                        holder_name=names.get(holder, ""),
                        instrument_id=grant.instrument_id,
                        instrument_kind=grant.instrument_kind,
                        signed_at=signed.get(grant.instrument_id),
                        ends_at=None if grant.ends_at == END else grant.ends_at,
                        categories=grant.categories,
                        notice=True,
                    )
                )
                break
    return notes


def signed_at(session: Session, consent_ids: Iterable[UUID]) -> dict[UUID, datetime | None]:
    rows = session.scalars(select(Consent).where(Consent.id.in_(list(consent_ids))))
    return {consent.id: consent.signed_at for consent in rows}


def ending_before(
    session: Session, participant_ids: Iterable[UUID], moment: datetime | dict[UUID, datetime]
) -> dict[UUID, datetime]:
    """For each participant the earliest end, before a moment, of what a consent opens to this reader now.

    `moment` is one for all, or one for each participant. A category that another consent keeps open after that end is
    not counted. Only consents that this reader is named in are looked at, so nothing is told about any other.
    """
    found: dict[UUID, datetime] = {}
    by_person: dict[UUID, list[OpenGrant]] = {}
    for grant in consent_grants(session, participant_ids):
        by_person.setdefault(grant.participant_id, []).append(grant)
    for participant_id, grants in by_person.items():
        limit = moment.get(participant_id) if isinstance(moment, dict) else moment
        if limit is None:
            continue
        for grant in grants:
            kept = 0
            for other in grants:
                if other.holder_id in (grant.holder_id, NIL) and other.ends_at > max(grant.ends_at, limit):
                    kept |= other.categories
            if grant.ends_at < limit and grant.categories & ~kept:
                found[participant_id] = min(grant.ends_at, found.get(participant_id, END))
    return found
