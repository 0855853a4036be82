"""Which forms a program asks a new participant for, and whom they name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.guided.queries import open_cases
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.program_packet.models import ConsentRefusal
from portal.participants.enrollments.models import Enrollment, TeamMember
from portal.participants.enrollments.queries import team
from portal.participants.programs.definition import PacketForm
from portal.participants.programs.models import Program
from portal.participants.programs.services import rules_of


def own_enrollment(session: Session, actor: Principal, participant_id: UUID) -> Enrollment | None:
    """The participant's present enrollment in a program of the actor's agency; only such a one has a packet here."""
    wanted = (
        select(Enrollment)
        .join(Program, Program.id == Enrollment.program_id)
        .where(
            Enrollment.participant_id == participant_id,
            Enrollment.ended_on.is_(None),
            Program.agency_id == actor.agency_id,
        )
    )
    return session.scalars(wanted.order_by(Enrollment.started_on.desc(), Enrollment.id)).first()


def on_team(session: Session, participant_id: UUID, at: datetime) -> list[TeamMember]:
    members = team(session, participant_id)
    return [one for one in members if one.starts_at <= at and (one.ends_at is None or one.ends_at > at)]


def forms_for(session: Session, enrollment: Enrollment, at: datetime) -> tuple[PacketForm, ...]:
    """The program's forms that can be signed now: somebody on the team is told, and the court's form has its case."""
    roles = {one.role for one in on_team(session, enrollment.participant_id, at)}
    cases = {one.id for one in open_cases(session, enrollment.participant_id, at)}
    return tuple(
        one
        for one in rules_of(enrollment.program_version).packet
        if (one.classes or roles & set(one.roles))
        and (one.kind != ConsentKind.CRIMINAL_JUSTICE or enrollment.legal_case_id in cases)
    )


def refusals_of(session: Session, participant_id: UUID) -> Sequence[ConsentRefusal]:
    wanted = select(ConsentRefusal).where(ConsentRefusal.participant_id == participant_id)
    return session.scalars(wanted.order_by(ConsentRefusal.refused_at.desc(), ConsentRefusal.id)).all()
