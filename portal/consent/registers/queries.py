"""Reading registers: always those of the reader's own agency, by the gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.registers.models import Matter, MatterStep

M = TypeVar("M", bound=Matter)


def matter(session: Session, model: type[M], matter_id: UUID) -> M | None:
    return session.scalar(select(model).where(model.id == matter_id))


def matters(session: Session, model: type[M], participant_id: UUID | None = None) -> Sequence[M]:
    """All matters of a register, the newest first; of one participant where one is named."""
    wanted = select(model).order_by(model.received_on.desc(), model.id.desc())
    if participant_id is not None:
        wanted = wanted.where(model.participant_id == participant_id)
    return session.scalars(wanted).all()


def steps_of(session: Session, matter_ids: Iterable[UUID]) -> dict[UUID, list[MatterStep]]:
    """The steps taken on each matter, in the order in which they were entered."""
    ids = list(matter_ids)
    found: dict[UUID, list[MatterStep]] = {one: [] for one in ids}
    wanted = select(MatterStep).where(MatterStep.matter_id.in_(ids)).order_by(MatterStep.recorded_at, MatterStep.id)
    for step in session.scalars(wanted):
        found[step.matter_id].append(step)
    return found
