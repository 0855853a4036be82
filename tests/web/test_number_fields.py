"""A figure is a figure: what only a machine would call a number is refused in words, and what was typed stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.web.number_fields import FigureField, above_zero, whole_number

MESSAGE = "Enter how much."


class Amount(Form):
    amount = FigureField("How much", validators=[above_zero(MESSAGE)])


def posted(typed: str) -> Amount:
    return Amount(MultiDict({"amount": typed}))


@pytest.mark.parametrize("typed", ["8", " 8 ", "8.00", "0.01", "1000000", "+12.5"])
def test_what_people_write_is_read(in_request: None, typed: str) -> None:
    form = posted(typed)
    assert form.validate() and form.amount.data == Decimal(typed.strip())


@pytest.mark.parametrize("typed", ["Infinity", "sNaN", "NaN", "1e400", "1E+30", "9" * 5000, "1.234", "²", "1_000", "x"])
def test_what_no_person_writes_is_refused(in_request: None, typed: str) -> None:
    form = posted(typed)
    assert not form.validate()
    assert form.amount.errors[0] == "Enter a number, for example 12 or 12.5."
    assert form.amount.raw_data == [typed]


@pytest.mark.parametrize("typed", ["0", "-3", "1000000.01", "999999999"])
def test_too_little_and_too_much(in_request: None, typed: str) -> None:
    form = posted(typed)
    assert not form.validate() and form.amount.errors == [MESSAGE]


@pytest.mark.parametrize(
    ("typed", "number"), [("180", 180), ("0", 0), ("12345", None), ("9" * 5000, None), ("²", None)]
)
def test_minutes(typed: str, number: int | None) -> None:
    assert whole_number(typed) == number
