"""Reading the trail as a privacy officer. Participants come through the gate; who is not known stays unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.queries import Page, Wanted, conditions, newest
from portal.consent.accounting.models import Disclosure
from portal.consent.trail.scopes import about, looks_at_own, of_agency
from portal.gate.reader import reader_of
from portal.participants.people import queries as people
from portal.participants.people.models import Participant

AT_ONCE = 500
PAPERS = 50


def acts(
    session: Session,
    wanted: Wanted,
    zone: str,
    *,
    participant_id: UUID | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> Page:
    """The rows that fit, of those this officer may read; about one participant, when one is given."""
    reader = reader_of(session)
    narrowed = conditions(wanted, zone)
    if participant_id is not None:
        narrowed.append(about(participant_id))
    return newest(session, of_agency(reader), narrowed, after, most)


def looks_at(session: Session, participant_id: UUID, after: UUID | None = None) -> Page:
    """Who looked at what the own agency recorded about one participant, own people and others."""
    scope = looks_at_own(reader_of(session)) & (AuditEvent.participant_id == participant_id)
    return newest(session, [scope], [], after)


def given_on_paper(session: Session, participant_id: UUID) -> Sequence[Disclosure]:
    """What of the own agency's records left for another agency as a report, packet or print; the newest fifty."""
    wanted = select(Disclosure).where(
        Disclosure.participant_id == participant_id,
        Disclosure.holder_id == reader_of(session).agency,
        Disclosure.channel != "screen",
    )
    return session.scalars(wanted.order_by(Disclosure.at.desc(), Disclosure.id.desc()).limit(PAPERS)).all()


def known(session: Session, rows: Sequence[AuditEvent]) -> dict[UUID, Participant]:
    """Those participants of the rows whom this officer may know of."""
    ids = {subject_of(one) for one in rows}
    wanted = sorted(one for one in ids if one is not None)
    found: dict[UUID, Participant] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= people.participants(session, wanted[start : start + AT_ONCE])
    return found


def subject_of(row: AuditEvent) -> UUID | None:
    """The participant of a row, or the one who was asked for and not found."""
    if row.participant_id is not None:
        return row.participant_id
    return row.subject_id if row.subject_kind == Participant.__tablename__ else None
