"""Words with labels, and sentences that keep their parts until they are shown."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.participants.programs.sentences import Worded, plain_number, say
from portal.participants.programs.vocabulary import Level, ResponseKind


class Example(Worded):
    ALL = "all", "{day}, {hour}, {level}, {number}, {words}, {nothing}"
    BARE = "bare"


def test_a_word_is_its_stored_text_and_knows_its_label() -> None:
    assert Level("low") is Level.LOW and Level.LOW == "low" and f"{Level.LOW}" == "low"
    assert ResponseKind.SERVICE_ADJUSTMENT.label == "Service adjustment"
    assert [level.step for level in Level] == [1, 2, 3]
    assert deepcopy(Level.HIGH) is Level.HIGH


def test_a_sentence_fills_in_its_values_when_it_is_shown() -> None:
    said = say(
        Example.ALL,
        day=date(2026, 11, 5),
        hour=time(9, 30),
        level=Level.HIGH,
        number=Decimal("3.50"),
        words="x",
        nothing=None,
    )
    assert str(said) == "Thu Nov 5, 09:30, high, 3.5, x, –"
    assert said.text(day=date.isoformat).startswith("2026-11-05")
    assert said == say(Example.ALL, **dict(reversed(said.values)))


@pytest.mark.parametrize(
    ("number", "shown"),
    [(4, "4"), (4.0, "4"), (Decimal("4.00"), "4"), (Decimal("2.25"), "2.25"), (Fraction(1, 3), "0.3"), (1000, "1000")],
)
def test_numbers_have_no_tail_of_zeros(number: int | float | Decimal | Fraction, shown: str) -> None:
    assert plain_number(number) == shown
