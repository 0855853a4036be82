"""Dockets for tests of the court's pages, made by the services that people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.services import (
    PlanDocket,
    ScheduleHearing,
    call_docket,
    mark_hearing,
    plan_docket,
    schedule_hearing,
)
from portal.court.dockets.vocabulary import HearingState
from portal.participants.programs.models import Program
from tests.given.county import NOW, Acting, County

LAST = datetime(2026, 11, 5, 15, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
NEXT = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 17, 15, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """The docket held two weeks ago, tomorrow's, and the two after it; Xio and Marcus are on the first two."""

    last: UUID
    tomorrow: UUID
    following: UUID
    later: UUID
    hearings: dict[str, UUID]


def plan(session: Session, actor: Principal, county: County, starts_at: datetime) -> Docket:
    program = session.scalars(select(Program).where(Program.agency_id == actor.agency_id)).one()
    return plan_docket(
        session,
        actor,
        PlanDocket(program.id, county.users["judge"], starts_at, "Courtroom 4B", starts_at - timedelta(hours=17)),
    )


def build_days(app: Flask, county: County, *people: str) -> Days:
    """Plan the dockets in time order and hold the first."""
    called = people or ("xio", "marcus")
    with Acting(app, county, "coordinator", LAST - timedelta(days=14)) as (session, actor):
        last = plan(session, actor, county, LAST)
        for word in called:
            schedule_hearing(session, actor, last, ScheduleHearing(county.people[word]))
    with Acting(app, county, "clerk", LAST) as (session, actor):
        last = session.get_one(Docket, last.id)
        call_docket(session, actor, last)
        for hearing in session.scalars(select(Hearing).where(Hearing.docket_id == last.id)):
            mark_hearing(session, actor, hearing, HearingState.HELD)
        tomorrow = plan(session, actor, county, TOMORROW)
        found = {
            word: schedule_hearing(session, actor, tomorrow, ScheduleHearing(county.people[word])).id for word in called
        }
    with Acting(app, county, "coordinator", NOW - timedelta(days=2)) as (session, actor):
        following = plan(session, actor, county, NEXT)
        later = plan(session, actor, county, LATER)
    return Days(last.id, tomorrow.id, following.id, later.id, found)
