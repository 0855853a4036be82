"""Working days: neither weekends nor the federal holidays of the United States."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

SATURDAY = 5


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _closed(day.year)


def after_working_days(day: date, count: int) -> date:
    """The working day by which so many of them have come after a day: of a Friday and 1, mostly the Monday."""
    while count:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


_years: dict[int, frozenset[date]] = {}


def _closed(year: int) -> frozenset[date]:
    if year not in _years:
        _years[year] = frozenset(holidays.country_holidays("US", years=year))
    return _years[year]
