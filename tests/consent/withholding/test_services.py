"""What a program withholds no consent opens, nor what was derived from it; its own staff still reads it (R16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit.models import AuditEvent
from portal.compliance.behaviors.models import Question
from portal.consent.withholding.services import NotOwnRecord, lift_withholding, withhold
from portal.treatment.sessions.models import Attendance, AttendanceRollup
from portal.treatment.sessions.recording import CorrectMark, correct_mark
from portal.treatment.sessions.rollups import check_rollups
from portal.treatment.sessions.vocabulary import AttendanceMark
from portal.web.refused import Refused
from tests.given.county import Acting, County

Act = Callable[..., Acting]


def marks(session: Session, county: County) -> list[Attendance]:
    wanted = select(Attendance).where(
        Attendance.participant_id == county.people["xio"], Attendance.superseded_at.is_(None)
    )
    return list(session.scalars(wanted.order_by(Attendance.service_on)))


def open_to(acting: Act, who: str, table: Any, county: County) -> set[Any]:
    """What somebody reads of Xio in a table."""
    with acting(who) as (session, _):
        return {one.id for one in session.scalars(select(table).where(table.participant_id == county.people["xio"]))}


def change(acting: Act, act: Callable[..., None], wanted: Callable[[Session], list[Any]]) -> list[Any]:
    ids = []
    with acting("counselor") as (session, actor):
        for record in wanted(session):
            act(session, actor, record)
            ids.append(record.id)
    return ids


def test_what_is_withheld_is_open_to_its_program_alone(app: Flask, court_day: County, acting: Act) -> None:
    before = open_to(acting, "casemanager", Attendance, court_day)
    asked = open_to(acting, "casemanager", Question, court_day)
    assert before
    assert asked
    ids = change(acting, lambda s, a, r: withhold(s, a, r, "a third person is named"), lambda s: marks(s, court_day))
    assert open_to(acting, "casemanager", Attendance, court_day) == before - set(ids)
    assert set(ids) <= open_to(acting, "counselor", Attendance, court_day)
    assert open_to(acting, "casemanager", AttendanceRollup, court_day) == set()
    with acting("counselor") as (session, _):
        assert check_rollups(session) == []
        opened = {one.source_id: one.withheld for one in session.scalars(select(Question))}
        assert all(withheld for source, withheld in opened.items() if source in ids)
        assert any(source in ids for source in opened)
        notes = session.scalars(select(AuditEvent.note).where(AuditEvent.act == "record_withheld")).all()
        assert "a third person is named" in notes
    change(acting, lift_withholding, lambda s: marks(s, court_day))
    assert open_to(acting, "casemanager", Attendance, court_day) == before
    assert open_to(acting, "casemanager", Question, court_day) == asked
    with acting("counselor") as (session, _):
        assert check_rollups(session) == []


def test_only_the_program_withholds_and_says_why(court_day: County, acting: Act) -> None:
    with acting("counselor") as (session, actor), pytest.raises(Refused):
        withhold(session, actor, marks(session, court_day)[0], " ")
    with acting("casemanager") as (session, actor), pytest.raises(NotOwnRecord):
        withhold(session, actor, marks(session, court_day)[0], "it is not mine")


def corrected_mark(session: Session, actor: Any, county: County) -> tuple[Attendance, Attendance]:
    """The mark that came first, and the one in its place."""
    first = marks(session, county)[0]
    other = AttendanceMark.EXCUSED if first.mark != AttendanceMark.EXCUSED else AttendanceMark.UNEXCUSED
    return first, correct_mark(session, actor, CorrectMark(first.id, other, "The wrong row"))


def test_lifting_opens_only_what_that_withholding_closed(court_day: County, acting: Act) -> None:
    """R16: an older version that is withheld for a reason of its own stays so, whichever came first."""
    with acting("counselor") as (session, actor):
        first, now = corrected_mark(session, actor, court_day)
        withhold(session, actor, now, "a third person is named")
        assert (first.withheld, now.withheld) == (True, True)
        with pytest.raises(Refused, match="along with another"):
            lift_withholding(session, actor, first)
        lift_withholding(session, actor, now)
        assert (first.withheld, now.withheld) == (False, False), "closed along with it, and open along with it"
        withhold(session, actor, first, "it tells of a crime of somebody else")
        withhold(session, actor, now, "a third person is named")
        lift_withholding(session, actor, now)
        assert (first.withheld, now.withheld) == (True, False)
        withhold(session, actor, now, "a third person is named")
        lift_withholding(session, actor, first)
        assert (first.withheld, now.withheld) == (True, True), "its own reason is gone, the later version's is not"
        withhold(session, actor, first, "it tells of a crime of somebody else")
        lift_withholding(session, actor, now)
        assert (first.withheld, now.withheld) == (True, False)
        lift_withholding(session, actor, first)
        assert (first.withheld, now.withheld) == (False, False)
        session.rollback()


def test_what_stands_in_the_place_of_a_withheld_record_is_withheld(court_day: County, acting: Act) -> None:
    """And lifting that one leaves the first as it was withheld."""
    with acting("counselor") as (session, actor):
        withhold(session, actor, marks(session, court_day)[0], "a third person is named")
        first, now = corrected_mark(session, actor, court_day)
        assert now.withheld
        lift_withholding(session, actor, now)
        assert (first.withheld, now.withheld) == (True, False)
        session.rollback()


def test_a_question_withheld_for_itself_stays_so_when_its_source_is_open_again(court_day: County, acting: Act) -> None:
    with acting("counselor") as (session, actor):
        question = session.scalars(
            select(Question).where(
                Question.participant_id == court_day.people["xio"], Question.origin_id == actor.agency_id
            )
        ).first()
        assert question is not None
        source = session.get(Attendance, question.source_id)
        assert source is not None
        withhold(session, actor, question, "asked in error")
        withhold(session, actor, source, "a third person is named")
        lift_withholding(session, actor, source)
        assert (source.withheld, question.withheld) == (False, True)
        lift_withholding(session, actor, question)
        assert not question.withheld
        withhold(session, actor, source, "a third person is named")
        with pytest.raises(Refused, match="along with another"):
            lift_withholding(session, actor, question)
        lift_withholding(session, actor, source)
        assert (source.withheld, question.withheld) == (False, False)
        session.rollback()
