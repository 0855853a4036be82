"""When mail may go: once a day at an hour on the wall, across midnight, and across the changes of summer time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.accounts.notices.hours import Wish, due_at, is_quiet, may_go, quiet_until
from portal.accounts.notices.vocabulary import MailMode

ZONE = "America/Chicago"


def wish(mode: MailMode = MailMode.AT_ONCE, first: time | None = None, last: time | None = None) -> Wish:
    return Wish(mode, time(7), first, last, ZONE)


def here(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@pytest.mark.parametrize(
    ("first", "last", "hour", "quiet"),
    [
        (time(20), time(7), 22, True),
        (time(20), time(7), 3, True),
        (time(20), time(7), 7, False),
        (time(20), time(7), 19, False),
        (time(12), time(13), 12, True),
        (time(12), time(13), 13, False),
        (time(12), time(12), 12, False),
        (None, None, 3, False),
    ],
)
def test_quiet_hours_may_span_midnight_and_end_at_their_end(
    first: time | None, last: time | None, hour: int, quiet: bool
) -> None:
    assert is_quiet(wish(first=first, last=last), here(18, hour)) is quiet


def test_once_a_day_is_at_the_next_such_hour() -> None:
    assert due_at(wish(MailMode.DAILY), here(18, 6, 59)) == here(18, 7)
    assert due_at(wish(MailMode.DAILY), here(18, 7)) == here(18, 7)
    assert due_at(wish(MailMode.DAILY), here(18, 7, 1)) == here(19, 7)
    assert due_at(wish(MailMode.DAILY), here(31, 12, month=10)) == here(1, 7)
    assert here(1, 7) - here(31, 7, month=10) == timedelta(hours=25)


MOMENTS = some.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=some.just(UTC))  # noqa: DTZ001


@given(MOMENTS, some.times(), some.times(), some.times())
def test_mail_once_a_day_comes_within_a_day_and_never_in_quiet_hours(
    since: datetime, daily: time, first: time, last: time
) -> None:
    wanted = Wish(MailMode.DAILY, daily, first, last, ZONE)
    due = due_at(wanted, since)
    assert since <= due <= since + timedelta(hours=25)
    assert due.astimezone(ZoneInfo(ZONE)).hour in (daily.hour, daily.hour + 1)
    assert may_go(wanted, since, due) is not is_quiet(wanted, due)
    assert not may_go(wanted, since, since - timedelta(seconds=1))


def test_nobody_gets_mail_who_wants_none() -> None:
    assert not may_go(wish(MailMode.NONE), here(18, 9), here(19, 9))


@pytest.mark.parametrize(
    ("first", "last", "at", "until"),
    [
        (time(20), time(7), here(18, 22), here(19, 7)),
        (time(20), time(7), here(18, 3), here(18, 7)),
        (time(20), time(7), here(18, 7), here(18, 7)),
        (time(20), time(7), here(31, 22, month=10), here(1, 7)),
        (time(12), time(13), here(18, 12, 59), here(18, 13)),
        (None, None, here(18, 3), here(18, 3)),
    ],
)
def test_quiet_hours_are_waited_out(first: time | None, last: time | None, at: datetime, until: datetime) -> None:
    assert quiet_until(wish(first=first, last=last), at) == until


@given(MOMENTS, some.times(), some.times())
def test_after_the_wait_it_is_not_quiet(at: datetime, first: time, last: time) -> None:
    wanted = wish(first=first, last=last)
    until = quiet_until(wanted, at)
    assert at <= until <= at + timedelta(hours=49) and not is_quiet(wanted, until)
    assert (until == at) is not is_quiet(wanted, at)
