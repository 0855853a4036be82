"""Half-open intervals, moments that come at their exact instant, ages."""

from __future__ import annotations

from datetime import date

import pytest

from portal.consent.rules.intervals import Interval, age_on, has_come
from tests.consent.rules.builders import AT, TICK


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    interval = Interval(AT, AT + 2 * TICK)
    assert [interval.covers(AT + n * TICK) for n in (-1, 0, 1, 2)] == [False, True, True, False]


def test_an_open_interval_never_ends() -> None:
    assert Interval(AT, None).covers(AT.replace(year=9999))


def test_an_empty_interval_covers_nothing() -> None:
    assert not Interval(AT, AT).covers(AT)


def test_a_moment_has_come_at_its_instant() -> None:
    assert has_come(AT, AT) and not has_come(AT, AT - TICK) and not has_come(None, AT)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 10), date(2026, 3, 9), 17),
        (date(2008, 3, 10), date(2026, 3, 10), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age
