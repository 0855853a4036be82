"""Marking and correcting, on both databases: what is refused in the form's words, and by the database itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import signals
from portal.accounts.recording import gate_columns
from portal.gate.vocabulary import Category
from portal.treatment import facts
from portal.treatment.sessions import queries
from portal.treatment.sessions.models import Attendance, AttendanceReason, RosterPlace, TreatmentSession
from portal.treatment.sessions.recording import (
    CorrectMark,
    MarkOne,
    MarkRefused,
    RecordMarks,
    correct_mark,
    record_attendance,
)
from portal.treatment.sessions.rollups import check_rollups
from portal.treatment.sessions.scheduling import CancelSession, ScheduleIndividual, cancel_session, schedule_individual
from portal.treatment.sessions.vocabulary import AttendanceMark, SessionStatus
from portal.web.refusals import refused_by
from portal.web.refused import EditedMeanwhile, Refused
from tests.given.county import Acting, County
from tests.treatment.conftest import FIRST, Clinic

M = AttendanceMark


def after(clinic: Clinic, number: int) -> Any:
    return clinic.starts[number] + timedelta(hours=2)


def test_a_roster_is_marked_at_once_and_each_mark_is_told(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    told: list[tuple[str, bool]] = []

    def hear(_session: Any, attendance: Attendance, corrected: bool, actor: Any) -> None:
        told.append((attendance.mark, corrected))

    with signals.attendance_recorded.connected_to(hear), acting("counselor", after(clinic, 0)) as (session, actor):
        marks = (MarkOne(county.people["xio"], M.PRESENT), MarkOne(county.people["marcus"], M.UNEXCUSED))
        rows = record_attendance(session, actor, RecordMarks(clinic.sessions[0], marks))
        assert [(row.mark, row.minutes, row.service_on) for row in rows] == [("ATT", 90, FIRST), ("ABS_UN", 0, FIRST)]
        assert check_rollups(session) == []
    assert told == [("ATT", False), ("ABS_UN", False)]


def test_a_correction_keeps_the_first_mark_with_who_and_when(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    marcus = county.people["marcus"]
    with acting("counselor", after(clinic, 1)) as (session, actor):
        first = record_attendance(session, actor, RecordMarks(clinic.sessions[1], (MarkOne(marcus, M.UNEXCUSED),)))[
            0
        ].id
    with acting("supervisor", after(clinic, 2)) as (session, actor):
        correct_mark(session, actor, CorrectMark(first, M.EXCUSED, "Bus strike, notice on file"))
        assert check_rollups(session) == []
    with acting("counselor") as (session, actor):
        rows = queries.history(session, clinic.sessions[1], marcus)
        assert [(row.mark, row.version, row.superseded_at is None) for row in rows] == [
            ("ABS_UN", 1, False),
            ("ABS_EX", 2, True),
        ]
        assert [row.author_id for row in rows] == [county.users["counselor"], county.users["supervisor"]]
        assert queries.reasons(session, rows) == {rows[1].id: "Bus strike, notice on file"}
        with pytest.raises(EditedMeanwhile):
            correct_mark(session, actor, CorrectMark(first, M.PRESENT, "Marked on the wrong line"))


def test_the_court_reads_the_mark_that_holds_and_never_why(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio = county.people["xio"]
    with acting("counselor", after(clinic, 2)) as (session, actor):
        record_attendance(
            session, actor, RecordMarks(clinic.sessions[2], (MarkOne(xio, M.EXCUSED, reason="Child sick"),))
        )
    for who in ("judge", "prosecutor"):
        with acting(who) as (session, _actor):
            told = facts.attendance_of(session, [xio], FIRST, FIRST + timedelta(days=14))[xio]
            assert told[-1].mark is M.EXCUSED and told[-1].source.table == "attendance"
            assert session.scalars(select(AttendanceReason)).all() == []
    for who in ("stranger", "clerk", "diverter"):
        with acting(who) as (session, _actor):
            assert facts.attendance_of(session, [xio], FIRST, FIRST + timedelta(days=14)) == {}


def test_marks_that_cannot_be_are_refused_in_words(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio, meeting = county.people["xio"], clinic.sessions[3]
    unfit = [
        MarkOne(county.people["maya"], M.PRESENT),
        MarkOne(xio, M.PRESENT, 91),
        MarkOne(xio, M.PRESENT, 0),
        MarkOne(xio, M.LEFT_EARLY),
        MarkOne(xio, M.LEFT_EARLY, 90),
        MarkOne(xio, M.UNEXCUSED, 30),
        MarkOne(xio, M.EXCUSED),
    ]
    for one in unfit:
        with acting("counselor", after(clinic, 3)) as (session, actor), pytest.raises(MarkRefused):
            record_attendance(session, actor, RecordMarks(meeting, (one,)))
    with acting("counselor", after(clinic, 3) - timedelta(hours=3)) as (session, actor), pytest.raises(MarkRefused):
        record_attendance(session, actor, RecordMarks(meeting, (MarkOne(xio, M.PRESENT),)))
    with acting("counselor", after(clinic, 3)) as (session, actor):
        record_attendance(session, actor, RecordMarks(meeting, (MarkOne(xio, M.PRESENT),)))
        with pytest.raises(MarkRefused):
            record_attendance(session, actor, RecordMarks(meeting, (MarkOne(xio, M.LATE, 80),)))
    with acting("stranger", after(clinic, 3)) as (session, actor), pytest.raises(MarkRefused):
        record_attendance(session, actor, RecordMarks(meeting, (MarkOne(xio, M.PRESENT),)))


@pytest.mark.parametrize(
    ("number", "person", "mark", "minutes", "hours", "named"),
    [
        (4, "xio", "ATT", 90, -3, "attendance_not_ahead"),
        (4, "xio", "ATT", 91, 2, "attendance_within_length"),
        (4, "xio", "LEFT", 90, 2, "attendance_left_early"),
        (4, "xio", "ABS_UN", 10, 2, "ck_attendance_absent_no_minutes"),
        (4, "xio", "ABS_EX", 0, 2, "ck_attendance_excuse_has_reason"),
        (4, "maya", "ATT", 90, 2, ""),
        (3, "xio", "ATT", 90, 2, "one current"),
    ],
)
def test_the_database_refuses_them_too(
    app: Any,
    county: County,
    clinic: Clinic,
    acting: Callable[..., Acting],
    number: int,
    person: str,
    mark: str,
    minutes: int,
    hours: int,
    named: str,
) -> None:
    def put() -> None:
        with acting("counselor", clinic.starts[number] + timedelta(hours=hours)) as (session, actor):
            columns = gate_columns(actor, Category.ATTENDANCE, county.people[person], FIRST)
            which = {"session_id": clinic.sessions[number], "service": "x", "mark": mark, "minutes": minutes}
            session.add(Attendance(**columns, **which))
            session.flush()

    with pytest.raises(DBAPIError) as problem:
        put()
    if named:
        assert isinstance(problem.value, IntegrityError)
        refused = refused_by(problem.value)
        assert refused is not None and refused.field == "marks"


def test_two_editors_meet_and_one_of_them_decides(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio, marcus, meeting = county.people["xio"], county.people["marcus"], clinic.sessions[4]
    with acting("counselor", after(clinic, 4)) as (session, actor):
        record_attendance(session, actor, RecordMarks(meeting, (MarkOne(xio, M.PRESENT),), version=1))
    mine = (MarkOne(xio, M.UNEXCUSED), MarkOne(marcus, M.PRESENT))
    with acting("supervisor", after(clinic, 4)) as (session, actor), pytest.raises(EditedMeanwhile) as met:
        record_attendance(session, actor, RecordMarks(meeting, mine, version=1))
    assert met.value.lines == [("Xiomara Delgado-Pruitt", "Present, 90 minutes", "Unexcused")]
    assert met.value.saved_by == "Counselor Example"
    with acting("supervisor", after(clinic, 4)) as (session, actor):
        record_attendance(session, actor, RecordMarks(meeting, mine, version=2, keep="mine"))
        held = queries.marks(session, meeting)
        assert (held[xio].mark, held[xio].version, held[marcus].mark) == ("ABS_UN", 2, "ATT")
        assert check_rollups(session) == []


def test_a_cancelled_session_counts_for_nobody(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio, meeting = county.people["xio"], clinic.sessions[5]
    with acting("counselor", after(clinic, 5)) as (session, actor):
        cancelled = cancel_session(session, actor, CancelSession(meeting))
        assert cancelled.status == SessionStatus.CANCELLED
        day = cancelled.meets_on
        told = facts.attendance_of(session, [xio], day, day)[xio]
        assert facts.summary_of(told, day, day).total.scheduled == 0
        with pytest.raises(Refused):
            record_attendance(session, actor, RecordMarks(meeting, (MarkOne(xio, M.PRESENT),)))


def test_one_hour_with_one_person_is_one_session(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    """Planned twice, it would be marked twice, and attendance would count double."""
    xio, at = county.people["xio"], after(clinic, 6)
    with acting("counselor") as (session, actor):
        first = schedule_individual(session, actor, ScheduleIndividual(xio, clinic.individual, at, 60))
        for again in (at, at + timedelta(minutes=30), at - timedelta(minutes=59)):
            with pytest.raises(Refused) as refused:
                schedule_individual(session, actor, ScheduleIndividual(xio, clinic.individual, again, 60))
            assert refused.value.field == "starts"
        schedule_individual(session, actor, ScheduleIndividual(xio, clinic.individual, at + timedelta(hours=1), 60))
        far = ScheduleIndividual(xio, clinic.individual, at + timedelta(days=400), 60)
        with pytest.raises(Refused) as refused:
            schedule_individual(session, actor, far)
        assert refused.value.field == "held_on"
        meets_on, line = first.meets_on, first.service_line_id

    def put() -> None:
        with acting("counselor") as (session, actor):
            agency = {"agency_id": actor.agency_id, "service_line_id": line}
            twin = TreatmentSession(**agency, starts_at=at, meets_on=meets_on, minutes=60)
            session.add(twin)
            session.flush()
            columns = gate_columns(actor, Category.ATTENDANCE, xio, meets_on)
            session.add(RosterPlace(**columns, session_id=twin.id))
            session.flush()

    with pytest.raises(IntegrityError) as problem:
        put()
    assert refused_by(problem.value) is not None
