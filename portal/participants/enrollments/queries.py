"""Reading enrollments, teams, phases and whereabouts; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.participants.enrollments.models import (
    Enrollment,
    LegalCase,
    PhaseChange,
    StatusChange,
    TeamMember,
    Whereabouts,
)


def current(session: Session, participant_id: UUID) -> Enrollment | None:
    """The participant's enrollment that has not ended, else the last one."""
    return current_of(session, [participant_id]).get(participant_id)


def current_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, Enrollment]:
    """The same for many participants in one statement."""
    wanted = select(Enrollment).where(Enrollment.participant_id.in_(list(participant_ids)))
    found: dict[UUID, Enrollment] = {}
    for enrollment in session.scalars(wanted.order_by(Enrollment.started_on, Enrollment.id)):
        known = found.get(enrollment.participant_id)
        if known is None or known.ended_on is not None or enrollment.ended_on is None:
            found[enrollment.participant_id] = enrollment
    return found


def enrollment(session: Session, enrollment_id: UUID) -> Enrollment | None:
    return session.scalar(select(Enrollment).where(Enrollment.id == enrollment_id))


def legal_case(session: Session, case_id: UUID) -> LegalCase | None:
    return session.scalar(select(LegalCase).where(LegalCase.id == case_id))


def team(session: Session, participant_id: UUID) -> Sequence[TeamMember]:
    """Who is or was on the team, in the order of joining."""
    wanted = select(TeamMember).where(TeamMember.participant_id == participant_id)
    return session.scalars(wanted.order_by(TeamMember.starts_at, TeamMember.role, TeamMember.id)).all()


def members_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[TeamMember]]:
    """The teams of many participants in one statement."""
    found: dict[UUID, list[TeamMember]] = {}
    wanted = select(TeamMember).where(TeamMember.participant_id.in_(list(participant_ids)))
    for member in session.scalars(wanted.order_by(TeamMember.starts_at, TeamMember.role, TeamMember.id)):
        found.setdefault(member.participant_id, []).append(member)
    return found


def caseload(session: Session, user_id: UUID) -> list[UUID]:
    """The participants on whose team a user is, without those whose enrollment has ended."""
    wanted = (
        select(TeamMember)
        .join(Enrollment, Enrollment.id == TeamMember.enrollment_id)
        .where(TeamMember.user_id == user_id, TeamMember.ends_at.is_(None), Enrollment.ended_on.is_(None))
    )
    return [member.participant_id for member in session.scalars(wanted)]


def phases_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[PhaseChange]]:
    """The current phase changes of many participants, oldest first."""
    found: dict[UUID, list[PhaseChange]] = {}
    wanted = select(PhaseChange).where(
        PhaseChange.participant_id.in_(list(participant_ids)), PhaseChange.superseded_at.is_(None)
    )
    for change in session.scalars(wanted.order_by(PhaseChange.starts_on, PhaseChange.recorded_at, PhaseChange.id)):
        found.setdefault(change.participant_id, []).append(change)
    return found


def status_changes(session: Session, participant_id: UUID) -> Sequence[StatusChange]:
    wanted = select(StatusChange).where(StatusChange.participant_id == participant_id)
    return session.scalars(wanted.order_by(StatusChange.occurred_on, StatusChange.recorded_at, StatusChange.id)).all()


def whereabouts_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Whereabouts]]:
    """Where each participant was, oldest first, without what was corrected."""
    found: dict[UUID, list[Whereabouts]] = {}
    wanted = select(Whereabouts).where(
        Whereabouts.participant_id.in_(list(participant_ids)), Whereabouts.superseded_at.is_(None)
    )
    for place in session.scalars(wanted.order_by(Whereabouts.starts_on, Whereabouts.recorded_at, Whereabouts.id)):
        found.setdefault(place.participant_id, []).append(place)
    return found
