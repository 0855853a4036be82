"""Days and moments as the pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from portal.web import dates

TODAY = date(2026, 11, 18)
AT = datetime(2026, 11, 18, 21, 5, tzinfo=UTC)


def test_a_day_carries_its_weekday_and_its_year_only_when_it_differs() -> None:
    assert dates.day(date(2026, 11, 19), TODAY) == "Thu Nov 19"
    assert dates.day(date(2027, 1, 5), TODAY) == "Tue Jan 5, 2027"
    assert dates.day_with_year(date(2026, 7, 20)) == "Mon Jul 20, 2026"
    assert dates.short_day(date(2026, 9, 1)) == "Sep 1"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 18), "today"),
        (date(2026, 11, 19), "tomorrow"),
        (date(2026, 11, 17), "yesterday"),
        (date(2026, 11, 23), "in 5 days"),
        (date(2026, 11, 5), "13 days ago"),
        (date(2026, 8, 21), "89 days ago"),
        (date(2026, 7, 20), "4 months ago"),
        (date(2027, 5, 20), "in 6 months"),
    ],
)
def test_how_far_a_day_is(on: date, words: str) -> None:
    assert dates.relative(on, TODAY) == words


def test_a_moment_is_told_by_the_clock_on_the_wall() -> None:
    assert dates.time_of(AT, "America/Chicago") == "3:05 PM"
    assert dates.moment(AT, "America/Chicago", TODAY) == "Wed Nov 18, 3:05 PM"
    assert dates.moment(AT, "Pacific/Auckland", TODAY) == "Thu Nov 19, 10:05 AM"
    assert dates.local_day(AT, "Pacific/Auckland") == date(2026, 11, 19)


def test_midnight_and_noon_are_not_mixed_up() -> None:
    assert dates.time_of(datetime(2026, 7, 1, 5, 0, tzinfo=UTC), "America/Chicago") == "12:00 AM"
    assert dates.time_of(datetime(2026, 7, 1, 17, 0, tzinfo=UTC), "America/Chicago") == "12:00 PM"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        dates.time_of(AT.replace(tzinfo=None), "America/Chicago")


def test_a_span_of_one_day_is_that_day() -> None:
    assert dates.span(date(2026, 11, 5), TODAY, TODAY) == "Thu Nov 5 to Wed Nov 18"
    assert dates.span(TODAY, TODAY, TODAY) == "Wed Nov 18"


def test_the_zone_has_the_name_that_people_use() -> None:
    assert dates.zone_name("America/Chicago") == "Central Time"


def test_without_a_day_of_today_nothing_is_guessed() -> None:
    with pytest.raises(dates.NoToday):
        dates.day(TODAY)
    with pytest.raises(dates.NoToday):
        dates.time_of(AT)


def test_in_a_request_the_filters_take_its_day_and_zone(gallery: Flask) -> None:
    with gallery.test_request_context():
        g.today, g.zone = TODAY, "America/Chicago"
        template = gallery.jinja_env.from_string("{{ on|day }} ({{ on|relative }}), {{ at|moment }}")
        assert template.render(on=date(2026, 11, 16), at=AT) == "Mon Nov 16 (2 days ago), Wed Nov 18, 3:05 PM"
