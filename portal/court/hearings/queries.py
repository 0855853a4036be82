"""What was recorded at hearings; gated, set-wise."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.responses.queries import Answered, responses_of
from portal.compliance.responses.vocabulary import ResponseState
from portal.court.dockets.models import Hearing
from portal.court.dockets.vocabulary import HearingState
from portal.court.hearings.models import Order
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import PhaseChange


@dataclass(frozen=True, slots=True)
class RecordedAt:
    """Everything recorded at one hearing that holds, in the order of the keys."""

    responses: tuple[Answered, ...] = ()
    phases: tuple[PhaseChange, ...] = ()
    next_dates: tuple[Hearing, ...] = ()
    orders: tuple[Order, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.responses or self.phases or self.next_dates or self.orders)


def recorded_at(session: Session, hearings: Collection[Hearing]) -> dict[UUID, RecordedAt]:
    """What each hearing brought, in a fixed number of statements; by hearing."""
    people = {one.participant_id for one in hearings}
    responses = responses_of(session, people)
    phases = enrollments.phases_of(session, people)
    set_here: dict[UUID, list[Hearing]] = {}
    wanted = select(Hearing).where(
        Hearing.set_at_id.in_([one.id for one in hearings]), Hearing.state == HearingState.SCHEDULED
    )
    for found in session.scalars(wanted):
        if found.set_at_id is not None:
            set_here.setdefault(found.set_at_id, []).append(found)
    orders = orders_at(session, [one.id for one in hearings])
    return {
        one.id: RecordedAt(
            responses=tuple(reversed([r for r in responses.get(one.participant_id, []) if given_at(r, one)])),
            phases=tuple(p for p in phases.get(one.participant_id, []) if p.hearing_id == one.id),
            next_dates=tuple(set_here.get(one.id, ())),
            orders=tuple(orders.get(one.id, ())),
        )
        for one in hearings
    }


def given_at(answered: Answered, hearing: Hearing) -> bool:
    return answered.response.hearing_id == hearing.id and answered.state is not ResponseState.WITHDRAWN


def orders_at(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, list[Order]]:
    found: dict[UUID, list[Order]] = {}
    wanted = select(Order).where(Order.hearing_id.in_(list(hearing_ids)), Order.superseded_at.is_(None))
    for row in session.scalars(wanted.order_by(Order.recorded_at, Order.id)):
        if row.hearing_id is not None:
            found.setdefault(row.hearing_id, []).append(row)
    return found


def orders_of(session: Session, participant_ids: Iterable[UUID], since: date | None = None) -> dict[UUID, list[Order]]:
    """The orders that hold, newest first."""
    wanted = select(Order).where(Order.participant_id.in_(list(participant_ids)), Order.superseded_at.is_(None))
    if since is not None:
        wanted = wanted.where(Order.ordered_on >= since)
    found: dict[UUID, list[Order]] = {}
    for row in session.scalars(wanted.order_by(Order.ordered_on.desc(), Order.recorded_at.desc(), Order.id.desc())):
        found.setdefault(row.participant_id, []).append(row)
    return found


def order(session: Session, order_id: UUID) -> Order | None:
    return session.scalar(select(Order).where(Order.id == order_id))
