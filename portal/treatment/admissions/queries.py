"""Reading admissions, discharges and levels; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.treatment.admissions.models import Admission, Discharge, LevelOfCare, LevelReason


def admission(session: Session, admission_id: UUID) -> Admission | None:
    return session.scalar(select(Admission).where(Admission.id == admission_id))


def open_admission(session: Session, participant_id: UUID, agency_id: UUID) -> Admission | None:
    """The agency's admission of a participant that has not ended."""
    wanted = select(Admission).where(Admission.participant_id == participant_id, Admission.origin_id == agency_id)
    return session.scalar(wanted.where(Admission.discharged_on.is_(None)))


def last_left_on(session: Session, participant_id: UUID, agency_id: UUID) -> date | None:
    """The last day of the agency's latest admission of a participant that has ended."""
    wanted = select(Admission).where(Admission.participant_id == participant_id, Admission.origin_id == agency_id)
    ended = wanted.where(Admission.discharged_on.is_not(None)).order_by(Admission.discharged_on.desc(), Admission.id)
    latest = session.scalars(ended.limit(1)).first()
    return latest.discharged_on if latest is not None else None


def open_admissions(session: Session, agency_id: UUID) -> Sequence[Admission]:
    """Everybody whom the agency treats now."""
    wanted = select(Admission).where(Admission.origin_id == agency_id, Admission.discharged_on.is_(None))
    return session.scalars(wanted.order_by(Admission.admitted_on, Admission.id)).all()


def admissions_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Admission]]:
    """The admissions of many participants, oldest first."""
    found: dict[UUID, list[Admission]] = {}
    wanted = select(Admission).where(Admission.participant_id.in_(list(participant_ids)))
    for one in session.scalars(wanted.order_by(Admission.admitted_on, Admission.id)):
        found.setdefault(one.participant_id, []).append(one)
    return found


def discharges_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Discharge]]:
    """How treatment ended, for many participants, oldest first."""
    found: dict[UUID, list[Discharge]] = {}
    wanted = select(Discharge).where(Discharge.participant_id.in_(list(participant_ids)))
    for one in session.scalars(wanted.order_by(Discharge.discharged_on, Discharge.id)):
        found.setdefault(one.participant_id, []).append(one)
    return found


def levels_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[LevelOfCare]]:
    """The levels of care of many participants, oldest first, without what was corrected."""
    found: dict[UUID, list[LevelOfCare]] = {}
    wanted = select(LevelOfCare).where(
        LevelOfCare.participant_id.in_(list(participant_ids)), LevelOfCare.superseded_at.is_(None)
    )
    for one in session.scalars(wanted.order_by(LevelOfCare.starts_on, LevelOfCare.created_at, LevelOfCare.id)):
        found.setdefault(one.participant_id, []).append(one)
    return found


def level_reasons(session: Session, levels: Iterable[LevelOfCare]) -> dict[UUID, str]:
    """Why each level was set, by the level's id, for those who may read clinical notes."""
    by_reason = {level.reason_id: level.id for level in levels if level.reason_id is not None}
    wanted = select(LevelReason).where(LevelReason.id.in_(list(by_reason)))
    return {by_reason[row.id]: row.reason for row in session.scalars(wanted)}
