"""The docket: what each role sees of it, in how many statements, and what its forms refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from portal.court.dockets import gathering, queries
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.services import ChangeHearing, ScheduleHearing, change_hearing, close_docket, schedule_hearing
from portal.court.dockets.standing import Sessions
from portal.court.dockets.vocabulary import HearingKind, HearingMode
from portal.extensions import db
from portal.web.refused import EditedMeanwhile, Refused
from tests.clients import SignedInClient
from tests.court.days import NEXT, TOMORROW, Days
from tests.given.county import Acting, County, admit_to_court


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    with app.app_context():
        engine = db.engine
    found: list[str] = []

    def note(_conn: object, _cursor: object, text: str, *_more: object) -> None:
        found.append(text)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def lines(acting: Callable[..., Acting], who: str, docket_id: object) -> dict[str, object]:
    with acting(who) as (session, actor):
        docket = queries.docket(session, actor, docket_id)
        assert docket is not None
        called = queries.called_on(session, docket.id)
        return {
            one.participant.sort_key.split(",")[0]: one
            for one in gathering.standings(session, docket, called, full=True)
        }


def test_a_line_tells_what_its_reader_may_know(acting: Callable[..., Acting], days: Days) -> None:
    """Xio's consent opens the clinic's facts to the court; Marcus has signed none for it."""
    told = lines(acting, "coordinator", days.tomorrow)
    xio, marcus = told["Delgado-Pruitt"], told["Bell"]
    assert xio.sessions == Sessions(missed=1, scheduled=1, unexcused=1)
    assert marcus.sessions is None
    assert xio.tests_negative == marcus.tests_negative == 1
    assert xio.first == date(2026, 11, 5)


def test_a_section_that_cannot_come_is_neither_owed_nor_counted(acting: Callable[..., Acting], days: Days) -> None:
    told = lines(acting, "coordinator", days.tomorrow)
    assert [one.key for one in told["Delgado-Pruitt"].owed] == ["case_management", "supervision"]
    assert [one.key for one in told["Bell"].owed] == ["case_management", "supervision"]
    assert "treatment" in [one.key for one in told["Delgado-Pruitt"].expected]
    assert "treatment" not in [one.key for one in told["Bell"].expected]


def test_the_clerk_reads_name_time_order_and_next_date_only(
    client_of: Callable[[str], SignedInClient], days: Days
) -> None:
    page = client_of("clerk").get(f"/dockets/{days.tomorrow}").text
    assert "Xiomara Delgado-Pruitt" in page and "Ordered today" in page
    for word in ("Sessions missed", "negative", "Consent ending", "Reports in", "Staffing sheet"):
        assert word not in page


def test_the_counts_filter_the_table(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    client = client_of("judge")
    assert "Marcus Bell" in client.get(f"/dockets/{days.tomorrow}?show=owed").text
    page = client.get(f"/dockets/{days.tomorrow}?show=sanctions").text
    assert "Marcus Bell" not in page and "Show all" in page


def test_a_docket_costs_the_same_statements_for_two_people_and_for_many(
    app: Flask, county: County, acting: Callable[..., Acting], days: Days
) -> None:
    def cost() -> int:
        with acting("judge") as (session, actor):
            docket = queries.docket(session, actor, days.tomorrow)
            assert docket is not None
            called = queries.called_on(session, docket.id)
            with statements(app) as found:
                gathering.standings(session, docket, called, full=True)
            return len(found)

    few = cost()
    for number in range(6):
        admit_to_court(app, county, f"more{number}", f"More Person {number}", f"Person {number}, More", "")
        with acting("coordinator") as (session, actor):
            docket = session.get_one(Docket, days.tomorrow)
            schedule_hearing(session, actor, docket, ScheduleHearing(county.people[f"more{number}"]))
    assert cost() == few


def test_nobody_is_called_twice_on_a_docket_nor_on_another_day(
    county: County, acting: Callable[..., Acting], days: Days
) -> None:
    with acting("coordinator") as (session, actor), pytest.raises(Refused) as twice:
        schedule_hearing(session, actor, session.get_one(Docket, days.tomorrow), ScheduleHearing(county.people["xio"]))
    assert twice.value.field == "participant"
    at_another_time = ScheduleHearing(county.people["xio"], TOMORROW)
    with acting("coordinator") as (session, actor), pytest.raises(Refused) as other:
        schedule_hearing(session, actor, session.get_one(Docket, days.following), at_another_time)
    assert other.value.field == "starts_at"


def test_somebody_of_another_program_is_refused(county: County, acting: Callable[..., Acting], days: Days) -> None:
    with acting("coordinator") as (session, actor), pytest.raises(Refused) as refused:
        schedule_hearing(
            session, actor, session.get_one(Docket, days.following), ScheduleHearing(county.people["maya"])
        )
    assert refused.value.field == "participant"


def test_two_clerks_at_one_hearing_meet(acting: Callable[..., Acting], days: Days) -> None:
    with acting("clerk") as (session, actor):
        hearing = session.get_one(Hearing, days.hearings["xio"])
        seen = hearing.version
        later = ChangeHearing(hearing.starts_at + timedelta(minutes=5), HearingKind.STATUS, HearingMode.VIDEO, seen)
        change_hearing(session, actor, hearing.docket, hearing, later)
    with acting("clerk") as (session, actor):
        hearing = session.get_one(Hearing, days.hearings["xio"])
        with pytest.raises(EditedMeanwhile):
            change_hearing(session, actor, hearing.docket, hearing, later)


def test_a_docket_is_not_closed_over_somebody_uncalled(acting: Callable[..., Acting], days: Days) -> None:
    with acting("clerk") as (session, actor), pytest.raises(Refused):
        close_docket(session, actor, session.get_one(Docket, days.tomorrow))


def test_planning_says_what_to_mend(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    client = client_of("coordinator")
    answer = client.submit("/dockets/plan", {"held_on": "2026-11-01", "starts_at": "09:00", "courtroom": "4B"})
    assert answer.status_code == 422 and "from today on" in answer.text and "4B" in answer.text


def test_the_next_date_shows_on_the_line(county: County, acting: Callable[..., Acting], days: Days) -> None:
    with acting("coordinator") as (session, actor):
        schedule_hearing(
            session, actor, session.get_one(Docket, days.following), ScheduleHearing(county.people["marcus"])
        )
    upcoming = lines(acting, "judge", days.tomorrow)["Bell"].upcoming
    assert upcoming is not None and upcoming.service_on == NEXT.date()
