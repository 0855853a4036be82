"""The simulation: the same for the same day, in the order of time, and shaped like life."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.demo.calendar import ZONE, Calendar
from portal.demo.cast import people
from portal.demo.court_happenings import Heard, HearingSet, ReportsFiled, TreatmentSaid
from portal.demo.happenings import (
    Consented,
    Discharged,
    GroupJoined,
    GroupLeft,
    Happening,
    Moved,
    RosterMarked,
    StatusChanged,
    TookBack,
)
from portal.demo.happenings import Tested as Sampled
from portal.demo.lives.county import happenings
from portal.demo.lives.groups import FULL
from portal.participants.enrollments.vocabulary import EnrollmentStatus, Place
from portal.participants.programs.vocabulary import AttendanceMark, ResponseKind

MONDAY = datetime(2026, 11, 16, 18, tzinfo=UTC)
POSITIVE = (ResultCode.POS_ADMIT, ResultCode.PRESUMPT)


@pytest.fixture(scope="module", params=range(10), ids=lambda offset: f"day {offset}")
def calendar(request: pytest.FixtureRequest) -> Calendar:
    """Each day of a week, because a demonstration is made on any of them; and the days before Thanksgiving."""
    return Calendar.at(MONDAY + timedelta(days=request.param))


@pytest.fixture(scope="module")
def history(calendar: Calendar) -> list[Happening]:
    return list(happenings(calendar))


def of(kind: type[Happening], history: list[Happening]) -> list[Happening]:
    found = [one for one in history if isinstance(one, kind)]
    assert found
    return found


def test_it_comes_out_the_same_again(calendar: Calendar, history: list[Happening]) -> None:
    assert list(happenings(calendar)) == history


def test_it_runs_in_the_order_of_time_and_ends_yesterday(calendar: Calendar, history: list[Happening]) -> None:
    moments = [one.at for one in history]
    assert moments == sorted(moments)
    assert clock.local_date(moments[-1], ZONE) == calendar.ends_on


def test_sixty_people_in_court_and_eight_in_diversion() -> None:
    assert Counter(person.program for person in people()) == {"court": 60, "diversion": 8}


def test_every_ending_is_there(history: list[Happening]) -> None:
    changed = {one.status for one in of(StatusChanged, history) if isinstance(one, StatusChanged)}
    assert {status for status in EnrollmentStatus if status.ended} <= changed


def test_every_phase_is_entered(history: list[Happening]) -> None:
    granted = {one.phase for one in of(Heard, history) if isinstance(one, Heard)}
    assert {"p2", "p3", "p4", "p5"} <= granted


def test_twelve_wait_on_tuesdays_roster(calendar: Calendar, history: list[Happening]) -> None:
    members = Counter[str]()
    for one in history:
        if clock.local_date(one.at, ZONE) >= calendar.to_mark_on:
            break
        if isinstance(one, GroupJoined) and one.group == "rb-morning":
            members[one.person] += 1
        if isinstance(one, GroupLeft) and one.group == "rb-morning":
            members[one.person] -= 1
        if isinstance(one, Discharged):
            members[one.person] = 0
    assert sum(members.values()) == FULL
    rosters = {(one.group, one.on) for one in of(RosterMarked, history) if isinstance(one, RosterMarked)}
    assert ("rb-morning", calendar.to_mark_on) not in rosters
    assert ("rb-morning", calendar.to_mark_on - timedelta(days=7)) in rosters


def test_sessions_are_missed_before_positive_tests(history: list[Happening]) -> None:
    positives: dict[str, list[date]] = {}
    for test in of(Sampled, history):
        assert isinstance(test, Sampled)
        if test.code in POSITIVE:
            positives.setdefault(test.person, []).append(test.on)
    near, other = Counter[bool](), Counter[bool]()
    for roster in of(RosterMarked, history):
        assert isinstance(roster, RosterMarked)
        for mark in roster.marks:
            days = [(on - roster.on).days for on in positives.get(mark.person, [])]
            counted = near if any(0 <= one <= 10 for one in days) else other
            counted[mark.mark is AttendanceMark.UNEXCUSED] += 1
    assert near[True] / near.total() > 3 * other[True] / other.total()


def test_tests_fall_on_weekends_as_on_other_days(history: list[Happening]) -> None:
    days = [one.on.weekday() for one in of(Sampled, history) if isinstance(one, Sampled)]
    assert 0.25 < sum(day >= 5 for day in days) / len(days) < 0.32


def test_incentives_outweigh_sanctions(history: list[Happening]) -> None:
    kinds = Counter(answer.kind for one in of(Heard, history) if isinstance(one, Heard) for answer in one.answers)
    assert 4 <= kinds[ResponseKind.INCENTIVE] / kinds[ResponseKind.SANCTION] <= 9


def test_the_consents_that_the_story_needs(calendar: Calendar, history: list[Happening]) -> None:
    signed = [one for one in of(Consented, history) if isinstance(one, Consented)]
    soon = {one.person for one in signed if calendar.today <= one.ends_on < calendar.next_docket_on}
    assert soon == {"noor"}
    assert {one.person for one in of(TookBack, history) if isinstance(one, TookBack)} == {"olivia"}
    assert "jordan" not in {one.person for one in signed}
    assert not [one for one in signed if one.criminal_justice and one.person == "maya"]


def test_where_people_are_now(history: list[Happening]) -> None:
    last = {one.person: one.place for one in of(Moved, history) if isinstance(one, Moved)}
    assert last["sean"] is Place.CUSTODY
    assert last["joaquin"] is Place.RESIDENTIAL
    assert last["tomas"] is Place.UNKNOWN


def test_those_of_whom_the_story_is_told_are_called_next(calendar: Calendar, history: list[Happening]) -> None:
    next_on: dict[str, date | None] = {}
    for one in history:
        if isinstance(one, HearingSet):
            next_on[one.person] = one.on
        elif isinstance(one, Heard):
            next_on[one.person] = one.next_on
    featured = {person.key for person in people() if person.featured}
    called = {key for key, on in next_on.items() if on == calendar.next_docket_on}
    assert featured <= called
    assert 14 <= len(called) <= 30


def test_the_next_docket_is_begun_and_left_to_be_played(calendar: Calendar, history: list[Happening]) -> None:
    filed = [one for one in of(ReportsFiled, history) if isinstance(one, ReportsFiled)]
    assert [(one.on, bool(one.people)) for one in filed] == [
        (calendar.last_docket_on, False),
        (calendar.next_docket_on, True),
    ]
    assert not {"xio", "marcus", "dee"} & set(filed[1].people)
    said = [one for one in of(TreatmentSaid, history) if isinstance(one, TreatmentSaid)]
    assert "xio" not in {one.person for one in said if one.hearing_on == calendar.next_docket_on and one.submitted}
