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
from portal.treatment.sessions.rollups import check_rollups
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
