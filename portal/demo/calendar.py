"""The county's calendar: everything lies relative to the day on which the county is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from portal import clock

ZONE = "America/Chicago"
WEEKS = 39
WEEKS_AHEAD = 7
TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
ROSTER_TO_MARK = time(9, 30)
"""When the Tuesday group meets whose roster waits to be marked."""


@dataclass(frozen=True)
class Calendar:
    """Local days of the county. `to_mark_on` is the last Tuesday whose group has met and is not marked yet.

    `weeks` of history lie behind `today`.
    """

    today: date
    to_mark_on: date
    weeks: int = WEEKS

    @classmethod
    def at(cls, now: datetime, weeks: int = WEEKS) -> Calendar:
        """The calendar of a moment: two moments of one day differ only in whether Tuesday's group has met."""
        today = clock.local_date(now, ZONE)
        tuesday = today - timedelta(days=(today.weekday() - TUESDAY) % 7)
        if moment(tuesday, ROSTER_TO_MARK) > now:
            tuesday -= timedelta(days=7)
        return cls(today, tuesday, weeks)

    @property
    def starts_on(self) -> date:
        """The Monday on which the county began to use the portal."""
        return self.today - timedelta(days=self.today.weekday(), weeks=self.weeks)

    @property
    def ends_on(self) -> date:
        """The last day of which everything is recorded."""
        return self.today - timedelta(days=1)

    @cached_property
    def closed_on(self) -> frozenset[date]:
        """Holidays, and the day after Thanksgiving: no court, no groups."""
        import holidays

        years = range(self.starts_on.year, self.today.year + 2)
        found: dict[date, str] = dict(holidays.country_holidays("US", years=list(years)))
        after = {day + timedelta(days=1) for day, name in found.items() if "Thanksgiving" in name}
        return frozenset(found) | after

    @cached_property
    def docket_days(self) -> tuple[date, ...]:
        """Thursdays from the second week on to seven weeks ahead; a day before that, where the court is closed or where
        it is today: a docket lies behind or ahead."""
        first = self.starts_on + timedelta(days=THURSDAY)
        return tuple(self.held_on(first + timedelta(weeks=week)) for week in range(1, self.weeks + WEEKS_AHEAD + 1))

    def held_on(self, day: date) -> date:
        while day == self.today or day in self.closed_on:
            day -= timedelta(days=1)
        return day

    @property
    def past_dockets(self) -> tuple[date, ...]:
        return tuple(day for day in self.docket_days if day <= self.ends_on)

    @property
    def last_docket_on(self) -> date:
        """The last docket that was held; the only past one for which reports were filed in the portal."""
        return self.past_dockets[-1]

    @property
    def next_docket_on(self) -> date:
        """The first docket after today."""
        return next(day for day in self.docket_days if day > self.today)

    def docket_after(self, day: date, days: int) -> date:
        """The docket nearest to so many days after a day, later rather than earlier."""
        ahead = [docket for docket in self.docket_days if docket > day]
        return min(ahead, key=lambda docket: (abs((docket - day).days - days), -docket.toordinal()))

    def days(self) -> Iterator[date]:
        """Every day of the history, in order."""
        day = self.starts_on
        while day <= self.ends_on:
            yield day
            day += timedelta(days=1)

    def open_from(self, day: date) -> date:
        """This day, or the next one on which offices are open."""
        while day.weekday() > FRIDAY or day in self.closed_on:
            day += timedelta(days=1)
        return day


def moment(day: date, hour: time) -> datetime:
    """The UTC moment at which the county's clocks show this day and hour."""
    return clock.local_moment(day, hour, ZONE)


DESK = {
    "quiroz": time(15),
    "novak": time(15, 10),
    "ortiz": time(15, 30),
    "reed": time(15, 45),
    "lindqvist": time(16, 10),
    "barron": time(16, 25),
    "abara": time(17),
    "greer": time(17, 5),
    "lam": time(17, 10),
    "stroud": time(17, 15),
    "feld": time(17, 20),
}


def at_desk(day: date, username: str) -> datetime:
    """When somebody writes down what the day brought: all of it together."""
    return moment(day, DESK[username])


def weeks(number: float) -> timedelta:
    return timedelta(days=round(number * 7))
