"""Reading emergencies. The wall shows each only where it was documented, and to the programs that are told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from portal.consent.accounting.models import Disclosure
from portal.consent.emergencies.models import BedsideKey, EmergencyReview
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import EmergencyAccess
from portal.participants.people.models import Participant


def emergency(session: Session, emergency_id: UUID) -> EmergencyAccess | None:
    """One that the reader may know of, about a person whom he or she may still know of."""
    person = exists().where(Participant.id == EmergencyAccess.participant_id)
    return session.scalar(select(EmergencyAccess).where(EmergencyAccess.id == emergency_id, person))


def emergencies_of(session: Session, participant_id: UUID) -> Sequence[EmergencyAccess]:
    """The newest first."""
    wanted = select(EmergencyAccess).where(EmergencyAccess.participant_id == participant_id)
    return session.scalars(wanted.order_by(EmergencyAccess.starts_at.desc(), EmergencyAccess.id)).all()


def open_of(session: Session, user_id: UUID, agency_id: UUID, at: datetime) -> Sequence[EmergencyAccess]:
    """What one person has documented at one agency and is still open."""
    wanted = select(EmergencyAccess).where(
        EmergencyAccess.user_id == user_id,
        EmergencyAccess.agency_id == agency_id,
        EmergencyAccess.ends_at > at,
        EmergencyAccess.closed_at.is_(None),
    )
    return session.scalars(wanted.order_by(EmergencyAccess.starts_at, EmergencyAccess.id)).all()


def told_here(agency_id: UUID) -> ColumnElement[bool]:
    """The agency is one of the programs whose records the emergency opened (2.51(c))."""
    return exists(
        select(AccessGrant.id).where(
            AccessGrant.instrument_id == EmergencyAccess.id,
            AccessGrant.instrument_kind == "told",
            AccessGrant.holder_id == agency_id,
        )
    ).correlate(EmergencyAccess)


def of_others(agency_id: UUID) -> Select[EmergencyAccess]:
    """Emergencies that other agencies documented and in which this program's records were open."""
    return select(EmergencyAccess).where(EmergencyAccess.held_by_id != agency_id, told_here(agency_id))


def to_review(session: Session, agency_id: UUID) -> Sequence[EmergencyAccess]:
    """What this program has not reviewed yet, the oldest first."""
    reviewed = exists(
        select(EmergencyReview.id).where(
            EmergencyReview.emergency_id == EmergencyAccess.id, EmergencyReview.held_by_id == agency_id
        )
    ).correlate(EmergencyAccess)
    wanted = of_others(agency_id).where(~reviewed)
    return session.scalars(wanted.order_by(EmergencyAccess.starts_at, EmergencyAccess.id)).all()


def reviews_of(session: Session, emergency_ids: Iterable[UUID]) -> dict[UUID, EmergencyReview]:
    """By emergency the review that lies at the reader's agency."""
    wanted = select(EmergencyReview).where(EmergencyReview.emergency_id.in_(list(emergency_ids)))
    return {one.emergency_id: one for one in session.scalars(wanted)}


def looks_at(session: Session, emergency_id: UUID, holder_id: UUID) -> Sequence[Disclosure]:
    """What of one program was looked at in an emergency: a row for each hour and kind of record."""
    wanted = select(Disclosure).where(Disclosure.instrument_id == emergency_id, Disclosure.holder_id == holder_id)
    return session.scalars(wanted.order_by(Disclosure.at, Disclosure.id)).all()


def programs_told(session: Session, emergency_id: UUID) -> set[UUID]:
    """The programs that learn of an emergency."""
    wanted = select(AccessGrant.holder_id).where(
        AccessGrant.instrument_id == emergency_id, AccessGrant.instrument_kind == "told"
    )
    return set(session.scalars(wanted))


def people_of_key(session: Session, key: str) -> Sequence[UUID]:
    """The participants of this name and date of birth, whoever asks: only for a documented emergency (2.51)."""
    wanted = select(BedsideKey.participant_id).where(BedsideKey.key == key)
    return session.scalars(wanted.order_by(BedsideKey.participant_id)).all()
