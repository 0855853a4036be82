"""By when an emergency is reviewed: within one working day (R102)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import holidays

from portal import clock

SATURDAY: Final = 5


def review_due_at(opened_at: datetime, zone: str) -> datetime:
    """The end of the first working day after the day of opening, in the program's time zone."""
    day = clock.local_date(opened_at, zone) + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return clock.day_ends_at(day, zone)


def is_working_day(day: date) -> bool:
    """Neither at a weekend nor a federal holiday."""
    return day.weekday() < SATURDAY and day not in holidays.country_holidays("US", years=day.year)
