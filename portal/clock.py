"""The one `now()` of the portal. SQL never asks the database for the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)
FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment: for histories that are made in time order, and for tests."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in a program's time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local_moment(day: date, hour: time, zone: str) -> datetime:
    """The UTC moment at which the clock on the wall of a time zone shows this day and hour."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_ends_at(day: date, zone: str) -> datetime:
    """00:00 of the day after, in the zone: how a date-only end is stored (consent rule R20)."""
    return local_moment(day + timedelta(days=1), time(0), zone)


def noon() -> time:
    return time(12)


def midnight() -> time:
    return time(0)
