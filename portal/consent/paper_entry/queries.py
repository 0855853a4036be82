"""Whose papers are entered: the people of one program, and what is on file of them already."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.instruments.models import Consent
from portal.participants.enrollments.models import Enrollment
from portal.participants.people.models import Participant
from portal.participants.programs.models import Program

MOST = 60
"""People on one page."""


def own_programs(session: Session, actor: Principal) -> Sequence[Program]:
    wanted = select(Program).where(Program.agency_id == actor.agency_id)
    return session.scalars(wanted.order_by(Program.name)).all()


def enrolled(session: Session, program_id: UUID, after: UUID) -> list[tuple[Enrollment, Participant]]:
    """The people who are in a program now, by name; `after` is the last page's last one, asked for through the gate."""
    last = session.scalar(select(Participant).where(Participant.id == after))
    beyond = last.sort_key if last else ""
    wanted = (
        select(Enrollment, Participant)
        .join(Participant, Participant.id == Enrollment.participant_id)
        .where(Enrollment.program_id == program_id, Enrollment.ended_on.is_(None), Participant.sort_key > beyond)
        .order_by(Participant.sort_key, Enrollment.id)
        .limit(MOST + 1)
    )
    return [(enrollment, person) for enrollment, person in session.execute(wanted)]


def on_file(session: Session, actor: Principal, participant_id: UUID) -> Sequence[Consent]:
    """What the actor's agency has entered about somebody."""
    wanted = select(Consent).where(
        Consent.participant_id == participant_id,
        Consent.held_by_id == actor.agency_id,
        Consent.superseded_at.is_(None),
    )
    return session.scalars(wanted).all()
