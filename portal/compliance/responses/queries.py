"""Reading responses and what became of them; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.responses.history import ResponseFact
from portal.compliance.responses.models import Response, ResponseStep
from portal.compliance.responses.vocabulary import Level, ResponseKind, ResponseState


@dataclass(frozen=True, slots=True)
class Answered:
    """A response with its steps, oldest first."""

    response: Response
    steps: tuple[ResponseStep, ...]

    @property
    def first_state(self) -> ResponseState:
        """What it was when it was ordered: contested, to be carried out, or done with the words."""
        if self.response.contested:
            return ResponseState.CONTESTED
        to_do = self.response.to_do or self.response.due_on is not None
        return ResponseState.OPEN if to_do else ResponseState.ORDERED

    @property
    def state(self) -> ResponseState:
        return ResponseState(self.steps[-1].state) if self.steps else self.first_state

    @property
    def done_step(self) -> ResponseStep | None:
        return self.steps[-1] if self.steps and self.state is ResponseState.DONE else None


def responses_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Answered]]:
    """The responses that hold, newest first."""
    wanted = select(Response).where(
        Response.participant_id.in_(list(participant_ids)), Response.superseded_at.is_(None)
    )
    rows = session.scalars(
        wanted.order_by(Response.ordered_on.desc(), Response.recorded_at.desc(), Response.id.desc())
    ).all()
    found: dict[UUID, list[Answered]] = {}
    for one in with_steps(session, rows):
        found.setdefault(one.response.participant_id, []).append(one)
    return found


def response(session: Session, response_id: UUID) -> Answered | None:
    row = session.scalar(select(Response).where(Response.id == response_id))
    return with_steps(session, [row])[0] if row is not None else None


def with_steps(session: Session, rows: Sequence[Response]) -> list[Answered]:
    if not rows:
        return []
    steps: dict[UUID, list[ResponseStep]] = {}
    wanted = select(ResponseStep).where(ResponseStep.response_id.in_([row.id for row in rows]))
    for step in session.scalars(wanted.order_by(ResponseStep.step)):
        steps.setdefault(step.response_id, []).append(step)
    return [Answered(row, tuple(steps.get(row.id, ()))) for row in rows]


def as_facts(answered: Iterable[Answered]) -> list[ResponseFact]:
    """Every state of every response, in the shape of the derivations."""
    found = []
    for one in answered:
        row = one.response
        level = Level(row.level) if row.level else None
        kind, key, option, behavior = ResponseKind(row.kind), str(row.id), row.code or None, row.behavior_code or None
        found.append(ResponseFact(key, kind, row.ordered_on, one.first_state, row.recorded_at, level, option, behavior))
        found += [
            ResponseFact(
                key, kind, row.ordered_on, ResponseState(step.state), step.recorded_at, level, option, behavior
            )
            for step in one.steps
        ]
    return found
