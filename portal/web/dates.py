"""Days and moments in the words of the pages: "Thu Nov 19", "2 days ago", "10:10 AM".

Every function takes what it needs: `today` is the reader's local day, `zone` the name of the program's time zone. In
templates both may be left out; then the request's own are taken, which the application puts into `flask.g` as `today`
and `zone`. Patterns pass through gettext, so that a language can order weekday, month and day as it writes them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_name
from flask import Flask, g, has_app_context
from flask_babel import get_locale, gettext, ngettext

_DAYS_IN_WORDS = 90
_DAYS_OF_A_MONTH = 30


class NoToday(LookupError):
    """A date was to be written without knowing what day it is, or a moment without its time zone."""


def day(on: date, today: date | None = None) -> str:
    """Write a day with its weekday, "Thu Nov 19"; the year only where it differs from today's."""
    if on.year == _today(today).year:
        # Pattern of a day within this year, in the letters of Unicode dates: "Thu Nov 19".
        return _formatted(on, gettext("EEE MMM d"))
    return day_with_year(on)


def day_with_year(on: date) -> str:
    """Write a day as consents and paper do, always with the year: "Mon Jul 20, 2026"."""
    # Pattern of a day with its year, in the letters of Unicode dates: "Mon Jul 20, 2026".
    return _formatted(on, gettext("EEE MMM d, y"))


def short_day(on: date) -> str:
    """Write a day where the line or the column already tells the week: "Nov 19"."""
    # Pattern of a day without weekday, in the letters of Unicode dates: "Nov 19".
    return _formatted(on, gettext("MMM d"))


def relative(on: date, today: date | None = None) -> str:
    """Say how far a day is from today: "today", "tomorrow", "in 5 days", "2 days ago", "4 months ago"."""
    distance = (on - _today(today)).days
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if distance in near:
        return near[distance]
    if abs(distance) < _DAYS_IN_WORDS:
        if distance > 0:
            return ngettext("in %(num)d day", "in %(num)d days", distance)
        return ngettext("%(num)d day ago", "%(num)d days ago", -distance)
    months = abs(distance) // _DAYS_OF_A_MONTH
    if distance > 0:
        return ngettext("in %(num)d month", "in %(num)d months", months)
    return ngettext("%(num)d month ago", "%(num)d months ago", months)


def time_of(at: datetime, zone: str | tzinfo | None = None) -> str:
    """Write the hour of an aware moment as the clock on the wall of the zone shows it: "10:10 AM"."""
    # Pattern of an hour, in the letters of Unicode dates: "10:10 AM".
    return format_datetime(_local(at, zone), gettext("h:mm a"), locale=_locale())


def moment(at: datetime, zone: str | tzinfo | None = None, today: date | None = None) -> str:
    """Write day and hour of an aware moment in the zone: "Wed Nov 18, 3:05 PM"."""
    local = _local(at, zone)
    return gettext("%(day)s, %(time)s", day=day(local.date(), today), time=time_of(at, zone))


def local_day(at: datetime, zone: str | tzinfo | None = None) -> date:
    """Return the calendar day of an aware moment in the zone."""
    return _local(at, zone).date()


def span(start: date, end: date, today: date | None = None) -> str:
    """Write a stretch of days, both ends belonging to it: "Thu Nov 5 to Wed Nov 18"."""
    if start == end:
        return day(start, today)
    return gettext("%(start)s to %(end)s", start=day(start, today), end=day(end, today))


def last_day(at: datetime, zone: str | tzinfo | None = None) -> date:
    """Return the last day on which something that ends at a moment still holds: the day before a local midnight."""
    return (_local(at, zone) - timedelta(microseconds=1)).date()


def through(at: datetime, zone: str | tzinfo | None = None) -> str:
    """Write an end as people say it: "through Sat Jan 30, 2027" for a midnight, else the moment itself."""
    local = _local(at, zone)
    if (local.hour, local.minute) == (0, 0):
        return gettext("through %(day)s", day=day_with_year(last_day(at, zone)))
    return gettext("until %(day)s, %(time)s", day=day_with_year(local.date()), time=time_of(at, zone))


def zone_name(zone: str | tzinfo | None = None) -> str:
    """Name a time zone as people say it: "Central Time"."""
    return get_timezone_name(_zone(zone), width="long", zone_variant="generic", locale=_locale())


def register(app: Flask) -> None:
    """Give all templates of an application these functions as filters, under the same names."""
    for function in (
        day,
        day_with_year,
        short_day,
        relative,
        time_of,
        moment,
        local_day,
        span,
        last_day,
        through,
        zone_name,
    ):
        app.jinja_env.filters[function.__name__] = function


def _formatted(on: date, pattern: str) -> str:
    return format_date(on, pattern, locale=_locale())


def _locale() -> Locale:
    return get_locale() or Locale("en", "US")


def _today(given: date | None) -> date:
    if given is not None:
        return given
    found = g.get("today") if has_app_context() else None
    if not isinstance(found, date):
        raise NoToday("say what day is today, or set flask.g.today")
    return found


def _zone(given: str | tzinfo | None) -> tzinfo:
    found = given if given is not None else (g.get("zone") if has_app_context() else None)
    if found is None:
        raise NoToday("say which time zone, or set flask.g.zone")
    return ZoneInfo(found) if isinstance(found, str) else found


def _local(at: datetime, zone: str | tzinfo | None) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return at.astimezone(_zone(zone))
