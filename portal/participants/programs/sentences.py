"""Words with a label, and sentences that keep their parts until they are shown.

The derivations are pure: they know no request and no language. They answer with a `Said`: a template that a reader's
language can replace, and the values that go into it. `str(said)` gives the sentence; a page may pass its own way to
write dates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self

Value = str | int | float | Decimal | Fraction | date | time | None


class Worded(StrEnum):
    """A stored word with a label for people. Members are written `NAME = "stored", _("shown")`."""

    _value_: str
    _words: object

    def __new__(cls, value: str, words: object = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._words = words
        return member

    @property
    def label(self) -> str:
        """The words for people, in the language of the moment."""
        return str(self._words)


def plain_day(day: date) -> str:
    """A day as pages write it: Thu Nov 19."""
    return f"{day:%a %b} {day.day}"


def plain_number(number: int | float | Decimal | Fraction) -> str:
    """A number without a tail of zeros: 4, 3.5. Fractions are rounded to one decimal place."""
    as_float = round(float(number), 2 if isinstance(number, Decimal) else 1)
    return str(int(as_float)) if as_float == int(as_float) else f"{as_float:g}"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: its template (a word of some vocabulary) and its values by name."""

    word: Worded
    values: tuple[tuple[str, Value], ...] = ()

    def text(self, day: Callable[[date], str] = plain_day) -> str:
        """The sentence in the language of the moment; `day` writes the dates."""
        return self.word.label.format(**{name: _shown(value, day) for name, value in self.values})

    def __str__(self) -> str:
        return self.text()


def say(word: Worded, **values: Value) -> Said:
    """A sentence from a word and the values its template names."""
    return Said(word, tuple(sorted(values.items())))


def _shown(value: Value, day: Callable[[date], str]) -> str:
    if value is None:
        return "–"
    if isinstance(value, Worded):
        return value.label
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return plain_number(value)
