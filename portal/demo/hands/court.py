"""Docket days: planning, calling, recording what the judge ordered."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import select

from portal.compliance.obligations.models import Obligation
from portal.court.dockets import queries
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.services import (
    PlanDocket,
    ScheduleHearing,
    call_docket,
    close_docket,
    mark_hearing,
    plan_docket,
    schedule_hearing,
)
from portal.court.dockets.vocabulary import HearingKind, HearingMode, HearingState
from portal.court.hearings.services import OrderResponse, order_phase, order_response, record_order, seen, set_next_date
from portal.demo.calendar import moment
from portal.demo.court_happenings import DocketCalled, DocketClosed, DocketPlanned, Heard, HearingDropped, HearingSet
from portal.demo.stage import Act, does

STARTS_AT = time(13, 30)
STAFFING_AT = time(16, 30)
COURTROOM = "Courtroom 2B"


@does(DocketPlanned)
def plan(act: Act, one: DocketPlanned) -> None:
    docket = plan_docket(
        act.session,
        act.actor,
        PlanDocket(
            program_id=act.known.programs["court"],
            judge_user_id=act.known.users["okafor"],
            starts_at=moment(one.on, STARTS_AT),
            courtroom=COURTROOM,
            staffing_at=moment(one.on - timedelta(days=1), STAFFING_AT),
        ),
    )
    act.known.dockets[one.on] = docket.id


def docket_of(act: Act, on: object) -> Docket:
    return act.session.get_one(Docket, act.known.dockets[on])  # type: ignore[index]


def hearing_of(act: Act, one: Heard | HearingDropped) -> Hearing:
    found = queries.hearing(act.session, act.known.hearings[one.person, one.on])
    assert found is not None
    return found


@does(HearingSet)
def set_hearing(act: Act, one: HearingSet) -> None:
    command = ScheduleHearing(act.known.people[one.person], kind=HearingKind(one.kind), mode=HearingMode(one.mode))
    made = schedule_hearing(act.session, act.actor, docket_of(act, one.on), command)
    act.known.hearings[one.person, one.on] = made.id


@does(HearingDropped)
def drop(act: Act, one: HearingDropped) -> None:
    mark_hearing(act.session, act.actor, hearing_of(act, one), HearingState.CANCELLED)


@does(DocketCalled)
def call(act: Act, one: DocketCalled) -> None:
    call_docket(act.session, act.actor, docket_of(act, one.on))


@does(Heard)
def hear(act: Act, one: Heard) -> None:
    hearing = hearing_of(act, one)
    if one.missed:
        mark_hearing(act.session, act.actor, hearing, HearingState.MISSED)
    else:
        seen(act.session, act.actor, hearing)
    for answer in one.answers:
        command = OrderResponse(answer.kind, answer.option, amount=answer.amount, due_on=answer.due_on)
        response = order_response(act.session, act.actor, hearing, command)
        act.known.responses[one.person, one.on, answer.option] = response.id
        if answer.obligation:
            wanted = select(Obligation).where(Obligation.response_id == response.id)
            act.known.obligations[one.person, answer.obligation] = act.session.scalars(wanted).one().id
    if one.order:
        record_order(act.session, act.actor, hearing, one.order)
    if one.phase:
        order_phase(act.session, act.actor, hearing, one.phase)
    if one.next_on is not None:
        made = set_next_date(act.session, act.actor, hearing, docket_of(act, one.next_on))
        act.known.hearings[one.person, one.next_on] = made.id


@does(DocketClosed)
def close(act: Act, one: DocketClosed) -> None:
    close_docket(act.session, act.actor, docket_of(act, one.on))
