"""The county's days lie rightly around any day on which it is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.demo.calendar import ROSTER_TO_MARK, THURSDAY, TUESDAY, Calendar, moment

DAYS = [datetime(2026, 11, 16, 18, tzinfo=UTC) + timedelta(days=offset) for offset in range(14)]


@pytest.mark.parametrize("now", DAYS)
def test_the_next_docket_is_the_coming_thursday_on_which_the_court_is_open(now: datetime) -> None:
    calendar = Calendar.at(now)
    thanksgiving = date(2026, 11, 26)
    assert calendar.next_docket_on.weekday() == THURSDAY or calendar.next_docket_on == thanksgiving - timedelta(days=1)
    assert calendar.next_docket_on not in calendar.closed_on
    assert 1 <= (calendar.next_docket_on - calendar.today).days <= 8
    assert calendar.today not in calendar.docket_days, "no other docket is called before it"
    assert calendar.last_docket_on < calendar.today


@pytest.mark.parametrize("now", DAYS)
def test_tuesdays_group_has_met_and_waits(now: datetime) -> None:
    calendar = Calendar.at(now)
    assert calendar.to_mark_on.weekday() == TUESDAY
    assert moment(calendar.to_mark_on, ROSTER_TO_MARK) <= now
    assert 0 <= (calendar.today - calendar.to_mark_on).days <= 7


def test_before_the_group_meets_last_weeks_roster_waits() -> None:
    early = Calendar.at(datetime(2026, 11, 17, 14, 0, tzinfo=UTC))
    later = Calendar.at(datetime(2026, 11, 17, 16, 0, tzinfo=UTC))
    assert (early.today, early.to_mark_on) == (date(2026, 11, 17), date(2026, 11, 10))
    assert later.to_mark_on == date(2026, 11, 17)


def test_the_day_is_the_countys_not_utcs() -> None:
    assert Calendar.at(datetime(2026, 11, 22, 3, 0, tzinfo=UTC)).today == date(2026, 11, 21)


def test_nine_months_lie_behind() -> None:
    calendar = Calendar.at(DAYS[0])
    assert 9 * 30 <= (calendar.today - calendar.starts_on).days <= 9 * 31
    assert len(calendar.past_dockets) >= 36


@pytest.mark.parametrize("now", [DAYS[6], datetime(2026, 12, 9, 18, tzinfo=UTC)], ids=["ahead", "behind"])
def test_no_docket_on_a_holiday(now: datetime) -> None:
    """Thanksgiving's is held the day before."""
    calendar = Calendar.at(now)
    assert date(2026, 11, 25) in calendar.docket_days
    assert calendar.closed_on.isdisjoint(calendar.docket_days)


@pytest.mark.parametrize(
    ("today", "before", "following"),
    [(24, date(2026, 11, 19), date(2026, 11, 25)), (25, date(2026, 11, 24), date(2026, 12, 3))],
)
def test_the_eve_of_a_holiday(today: int, before: date, following: date) -> None:
    """On the day itself the docket has been held the day before, and the next one is the next week's."""
    calendar = Calendar.at(datetime(2026, 11, today, 18, tzinfo=UTC))
    assert (calendar.last_docket_on, calendar.next_docket_on) == (before, following)
