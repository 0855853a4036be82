"""Moments, intervals and ages (R20, R50): every interval is half-open, in force at its start and not at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """From a UTC moment up to, and without, another; an end of None is open."""

    start: datetime
    end: datetime | None

    def covers(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


def has_come(moment: datetime | None, at: datetime) -> bool:
    """Whether a moment that may never come has come: at its exact instant it has (R22, R23, R25)."""
    return moment is not None and moment <= at


def age_on(born_on: date, day: date) -> int:
    """Whole years of age on a day. Someone born on Feb 29 turns a year older on Mar 1 of a common year."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)
