"""Dockets around Thu Nov 19, with two people and what is known of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import select

from portal.compliance.drug_tests.services import RecordTest, record_test
from portal.participants.programs.vocabulary import AttendanceMark, ResultCode
from portal.treatment.admissions.services import Admit, admit
from portal.treatment.admissions.vocabulary import Level
from portal.treatment.groups.services import AddServiceLine, StartGroup, add_service_line, start_group
from portal.treatment.groups.vocabulary import ServiceKind
from portal.treatment.report_sections.services import TreatmentSection, submit_section
from portal.treatment.report_sections.vocabulary import LevelAdvice, MedicationTaken, Rating
from portal.treatment.sessions.models import TreatmentSession
from portal.treatment.sessions.recording import MarkOne, RecordMarks, record_attendance
from portal.treatment.sessions.rosters import JoinGroup, join_group
from portal.treatment.sessions.scheduling import GenerateSessions, generate_sessions
from tests.court.days import Days, build_days
from tests.given.county import NOW, Acting, County

PEOPLE = ("xio", "marcus")
LINE = "Asked for a Saturday peer meeting."


@pytest.fixture(scope="module")
def days(app: Flask, county: County) -> Days:
    """Dockets of Nov 5, Nov 19, Dec 3 and Dec 17; Riverbend has marked one group since Nov 5 and written sections."""
    made = build_days(app, county, *PEOPLE)
    clinic(app, county)
    with Acting(app, county, "collector", datetime(2026, 11, 12, 15, tzinfo=UTC)) as (session, actor):
        for word in PEOPLE:
            record_test(session, actor, RecordTest(county.people[word], date(2026, 11, 12), ResultCode.NEG))
    with Acting(app, county, "counselor", datetime(2026, 11, 17, 15, tzinfo=UTC)) as (session, actor):
        for word in PEOPLE:
            submit_section(session, actor, section(county, made, word))
    return made


def section(county: County, made: Days, word: str) -> TreatmentSection:
    return TreatmentSection(
        participant_id=county.people[word],
        hearing_id=made.hearings[word],
        due_on=date(2026, 11, 18),
        period_from=date(2026, 11, 5),
        period_to=date(2026, 11, 17),
        rating=Rating.ON_TRACK,
        line=LINE,
        level_advice=LevelAdvice.KEEP,
        medication=MedicationTaken.YES,
    )


def clinic(app: Flask, county: County) -> None:
    """Xio missed Tuesday's group, Marcus was there."""
    with Acting(app, county, "counselor", datetime(2026, 11, 1, 15, tzinfo=UTC)) as (session, actor):
        for word in PEOPLE:
            admit(session, actor, Admit(county.people[word], date(2026, 10, 1), Level.INTENSIVE_OUTPATIENT))
        line = add_service_line(session, actor, AddServiceLine("Intensive outpatient group", ServiceKind.GROUP, 90))
        group = start_group(session, actor, StartGroup("Evening", line.id, (1,), time(18), 90, date(2026, 11, 1)))
        for word in PEOPLE:
            join_group(session, actor, JoinGroup(group.id, county.people[word], date(2026, 11, 1)))
        generate_sessions(session, actor, GenerateSessions(group.id, date(2026, 11, 10), date(2026, 11, 24)))
    with Acting(app, county, "counselor", datetime(2026, 11, 11, 3, tzinfo=UTC)) as (session, actor):
        held = session.scalars(select(TreatmentSession).order_by(TreatmentSession.starts_at)).first()
        assert held is not None and held.starts_at < NOW
        marks = (
            MarkOne(county.people["xio"], AttendanceMark.UNEXCUSED),
            MarkOne(county.people["marcus"], AttendanceMark.PRESENT),
        )
        record_attendance(session, actor, RecordMarks(held.id, marks))
