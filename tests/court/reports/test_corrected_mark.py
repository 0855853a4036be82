"""A mark that is corrected after the reports were filed: what was filed stays, the next version states the correction,
and neither says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from portal.court.dockets.models import Docket
from portal.court.reports.content import ReportContent, to_json
from portal.court.reports.services import FileReports, file_reports
from portal.extensions import db
from portal.participants.programs.vocabulary import AttendanceMark
from portal.treatment.sessions import queries as sessions
from portal.treatment.sessions.recording import CorrectMark, correct_mark
from tests.court.days import Days
from tests.court.reports.test_filing import LATER, content
from tests.given.county import NOW, Acting, County

Acts = Callable[..., Acting]
READERS = ("judge", "prosecutor")
WHY = "The buses stood still that day"


def file(acting: Acts, days: Days, command: FileReports) -> None:
    with acting("coordinator", NOW if not command.correction else LATER) as (session, actor):
        docket = session.get_one(Docket, days.tomorrow)
        assert file_reports(session, actor, docket, db.session.session_factory, command)


@pytest.fixture(scope="module")
def filed(app: Flask, county: County, days: Days) -> Days:
    file(lambda who, at=NOW: Acting(app, county, who, at), days, FileReports())
    return days


def said(told: ReportContent) -> tuple[int, ...]:
    (line,) = told.attendance
    return line.scheduled, line.attended, line.excused, line.unexcused, line.question


def test_what_was_filed_stays_and_the_next_version_states_it(acting: Acts, county: County, filed: Days) -> None:
    first = {who: content(acting, filed, who, "xio") for who in READERS}
    assert {said(told) for told in first.values()} == {(1, 0, 0, 0, 1)}
    assert all("not yet decided" in str(to_json(told)) for told in first.values())
    with acting("counselor", LATER) as (session, actor):
        xio = county.people["xio"]
        (mark,) = (row for row, _meeting in sessions.attendance(session, [xio], date(2026, 11, 1), NOW.date()))
        correct_mark(session, actor, CorrectMark(mark.id, AttendanceMark.EXCUSED, WHY))
    assert {who: content(acting, filed, who, "xio", LATER) for who in READERS} == first
    file(acting, filed, FileReports(frozenset({filed.hearings["xio"]}), "A mark was corrected."))
    for who in READERS:
        told = content(acting, filed, who, "xio", LATER)
        assert (said(told), told.header.version) == ((1, 0, 1, 0, 0), 2)
        assert told.balance == first[who].balance and told.responses == ()
        words = str(to_json(told))
        assert WHY not in words and "not yet decided" not in words and "Unexcused treatment absence" not in words
