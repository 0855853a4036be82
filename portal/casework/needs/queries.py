"""Reading needs and goals; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.needs.models import Goal, Need, NeedStep
from portal.casework.needs.vocabulary import Area, NeedState


@dataclass(frozen=True, slots=True)
class Needed:
    """A need with its steps and its goals, oldest first."""

    need: Need
    steps: tuple[NeedStep, ...]
    goals: tuple[Goal, ...]

    @property
    def area(self) -> Area:
        return Area(self.need.area)

    @property
    def state(self) -> NeedState:
        return NeedState(self.steps[-1].state) if self.steps else NeedState.OPEN

    @property
    def changed_on(self) -> date:
        return self.steps[-1].moved_on if self.steps else self.need.found_on


def needs_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Needed]]:
    """All needs, in the order of the areas."""
    wanted = select(Need).where(Need.participant_id.in_(list(participant_ids)))
    found: dict[UUID, list[Needed]] = {}
    for one in with_steps(session, session.scalars(wanted.order_by(Need.found_on, Need.recorded_at, Need.id)).all()):
        found.setdefault(one.need.participant_id, []).append(one)
    for needs in found.values():
        needs.sort(key=lambda one: (not one.state.still_open, list(Area).index(one.area)))
    return found


def need(session: Session, need_id: UUID) -> Needed | None:
    row = session.scalar(select(Need).where(Need.id == need_id))
    return with_steps(session, [row])[0] if row is not None else None


def goal(session: Session, goal_id: UUID) -> Goal | None:
    return session.scalar(select(Goal).where(Goal.id == goal_id))


def with_steps(session: Session, rows: Sequence[Need]) -> list[Needed]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    steps: dict[UUID, list[NeedStep]] = {}
    for step in session.scalars(select(NeedStep).where(NeedStep.need_id.in_(ids)).order_by(NeedStep.step)):
        steps.setdefault(step.need_id, []).append(step)
    goals: dict[UUID, list[Goal]] = {}
    for one in session.scalars(select(Goal).where(Goal.need_id.in_(ids)).order_by(Goal.due_on, Goal.id)):
        goals.setdefault(one.need_id, []).append(one)
    return [Needed(row, tuple(steps.get(row.id, ())), tuple(goals.get(row.id, ()))) for row in rows]
