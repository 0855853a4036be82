"""Half-open spans: what two have in common, and where one is cut (R20)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.clock import BEGINNING, END
from portal.consent.grants.spans import Span


def noon(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return Span(noon(start), noon(end))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (span(1, 5), span(3, 8), span(3, 5)),
        (span(1, 8), span(3, 5), span(3, 5)),
        (span(1, 3), span(3, 5), None),
        (span(1, 2), span(3, 5), None),
        (span(1, 3), Span(), span(1, 3)),
    ],
)
def test_what_two_have_in_common(one: Span, other: Span, both: Span | None) -> None:
    assert one.met(other) == both
    assert other.met(one) == both


@pytest.mark.parametrize(
    ("ends", "cut"),
    [
        ((), span(1, 9)),
        ((None,), span(1, 9)),
        ((noon(5), None, noon(4)), span(1, 4)),
        ((noon(20),), span(1, 9)),
        ((noon(1),), None),
        ((noon(2), BEGINNING), None),
    ],
)
def test_a_span_is_cut_at_the_earliest_moment(ends: tuple[datetime | None, ...], cut: Span | None) -> None:
    assert span(1, 9).until(*ends) == cut


def test_a_span_of_which_nothing_is_said_is_all_of_time() -> None:
    assert Span() == Span(BEGINNING, END)
