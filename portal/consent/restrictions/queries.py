"""Reading promises to patients. The wall shows each at the program that made it, and to the patient; to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.instruments.models import Restriction


def restrictions_of(session: Session, participant_id: UUID) -> Sequence[Restriction]:
    """The newest first."""
    wanted = select(Restriction).where(Restriction.participant_id == participant_id)
    return session.scalars(wanted.order_by(Restriction.agreed_at.desc(), Restriction.id)).all()


def restriction(session: Session, restriction_id: UUID) -> Restriction | None:
    return session.scalar(select(Restriction).where(Restriction.id == restriction_id))
