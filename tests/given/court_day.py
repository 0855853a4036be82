"""One of everything around Xio's hearing on Thu Nov 19, 2026: her last hearing with what was ordered at it, a group and
its roster, marks, tests, contacts, obligations, the docket. Made by services, in time order, as the people of the
county."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.casework.contacts.services import LogContact, log_contact
from portal.casework.needs.services import RecordNeed, SetGoal, record_need, set_goal
from portal.compliance.behaviors.models import Question
from portal.compliance.drug_tests.services import RecordTest, record_test
from portal.compliance.obligations.services import AddProof, RecordObligation, add_proof, record_obligation
from portal.compliance.supervision.services import RecordContact, record_contact
from portal.court.dockets.models import Hearing
from portal.court.dockets.services import PlanDocket, ScheduleHearing, plan_docket, schedule_hearing
from portal.court.hearings.services import OrderResponse, order_response
from portal.ids import new_id
from portal.participants.programs.models import ProgramVersion
from portal.participants.programs.vocabulary import AttendanceMark, ResponseKind, ResultCode
from portal.treatment.admissions.services import Admit, admit
from portal.treatment.admissions.vocabulary import Level
from portal.treatment.groups.services import AddServiceLine, StartGroup, add_service_line, start_group
from portal.treatment.groups.vocabulary import ServiceKind
from portal.treatment.sessions.recording import MarkOne, RecordMarks, record_attendance
from portal.treatment.sessions.rosters import JoinGroup, join_group
from portal.treatment.sessions.scheduling import GenerateSessions, generate_sessions
from tests.given import filled_forms

if TYPE_CHECKING:
    from tests.given.county import Acting, County

TUESDAY = date(2026, 11, 10)
HELD_AT = datetime(2026, 11, 11, 14, tzinfo=UTC)
LAST_HEARING_AT = datetime(2026, 11, 5, 16, tzinfo=UTC)
HEARING_AT = datetime(2026, 11, 19, 16, tzinfo=UTC)


def build(app: Flask, county: County, acting: type[Acting]) -> None:
    treatment_begins(app, county, acting)
    last_hearing(app, county, acting)
    group_is_held(app, county, acting)
    monitoring(app, county, acting)
    docket_is_planned(app, county, acting)
    filled_forms.build(app, county, acting)


def treatment_begins(app: Flask, county: County, acting: type[Acting]) -> None:
    things = county.things
    things["nothing"] = new_id()
    with acting(app, county, "counselor", datetime(2026, 11, 1, 15, tzinfo=UTC)) as (session, actor):
        for word in ("xio", "marcus"):
            admission = admit(
                session, actor, Admit(county.people[word], date(2026, 10, 28), Level.INTENSIVE_OUTPATIENT)
            )
            things[f"{word}-admission"] = admission.id
        line = add_service_line(session, actor, AddServiceLine("Intensive outpatient group", ServiceKind.GROUP, 90))
        group = start_group(
            session, actor, StartGroup("Evening group", line.id, (1,), time(18), 90, date(2026, 11, 1), "Room 2")
        )
        things["group"] = group.id
        for word in ("xio", "marcus"):
            membership = join_group(session, actor, JoinGroup(group.id, county.people[word], date(2026, 11, 1)))
            things[f"{word}-membership"] = membership.id
        meetings = generate_sessions(session, actor, GenerateSessions(group.id, TUESDAY, date(2026, 11, 24)))
        things["held"], things["to-mark"] = meetings[0].id, meetings[1].id


def last_hearing(app: Flask, county: County, acting: type[Acting]) -> None:
    things = county.things
    with acting(app, county, "coordinator", datetime(2026, 11, 2, 15, tzinfo=UTC)) as (session, actor):
        things["last-docket"], things["last-hearing"] = planned(session, actor, county, LAST_HEARING_AT)
    with acting(app, county, "clerk", LAST_HEARING_AT) as (session, actor):
        hearing = session.get_one(Hearing, things["last-hearing"])
        praise = OrderResponse(ResponseKind.INCENTIVE, words="Praise, called first")
        things["response"] = order_response(session, actor, hearing, praise).id


def planned(session: Session, actor: Principal, county: County, starts_at: datetime) -> tuple[UUID, UUID]:
    """A docket with Xio on it: its id, and the hearing's."""
    version = session.get_one(ProgramVersion, county.versions["court"])
    docket = plan_docket(session, actor, PlanDocket(version.program_id, county.users["judge"], starts_at, "4B"))
    return docket.id, schedule_hearing(session, actor, docket, ScheduleHearing(county.people["xio"])).id


def group_is_held(app: Flask, county: County, acting: type[Acting]) -> None:
    things = county.things
    with acting(app, county, "counselor", HELD_AT) as (session, actor):
        marks = record_attendance(
            session,
            actor,
            RecordMarks(
                things["held"],
                (
                    MarkOne(county.people["xio"], AttendanceMark.UNEXCUSED, reason="Did not call"),
                    MarkOne(county.people["marcus"], AttendanceMark.PRESENT),
                ),
            ),
        )
        things["xio-mark"] = next(one.id for one in marks if one.participant_id == county.people["xio"])
        things["marcus-mark"] = next(one.id for one in marks if one.participant_id == county.people["marcus"])
        question = session.scalars(select(Question).where(Question.participant_id == county.people["xio"])).one()
        things["question"] = question.id


def monitoring(app: Flask, county: County, acting: type[Acting]) -> None:
    things, xio = county.things, county.people["xio"]
    with acting(app, county, "collector", datetime(2026, 11, 12, 15, tzinfo=UTC)) as (session, actor):
        things["test"] = record_test(session, actor, RecordTest(xio, date(2026, 11, 12), ResultCode.NEG)).id
    with acting(app, county, "officer", datetime(2026, 11, 13, 15, tzinfo=UTC)) as (session, actor):
        record_contact(session, actor, RecordContact(xio, date(2026, 11, 13), "office", "kept"))
        obligation = record_obligation(
            session,
            actor,
            RecordObligation(
                xio,
                "community_service",
                "Community service",
                Decimal(4),
                "hours",
                date(2026, 11, 5),
                date(2026, 11, 25),
            ),
        )
        things["obligation"] = obligation.id
        things["proof"] = add_proof(
            session, actor, AddProof(obligation.id, date(2026, 11, 12), Decimal(3), "Food bank sheet", seen=False)
        ).id
    with acting(app, county, "casemanager", datetime(2026, 11, 13, 16, tzinfo=UTC)) as (session, actor):
        log_contact(session, actor, LogContact(xio, date(2026, 11, 13), "phone", "kept", 20, "Asked about the bus."))
        need = record_need(session, actor, RecordNeed(xio, "housing", "A lease of her own", date(2026, 11, 1)))
        things["need"] = need.id
        things["goal"] = set_goal(session, actor, SetGoal(need.id, "My own place by spring", date(2027, 3, 1))).id


def docket_is_planned(app: Flask, county: County, acting: type[Acting]) -> None:
    things = county.things
    with acting(app, county, "coordinator", datetime(2026, 11, 16, 15, tzinfo=UTC)) as (session, actor):
        things["docket"], things["hearing"] = planned(session, actor, county, HEARING_AT)
