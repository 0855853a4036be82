"""A day in three parts: what is typed stays, what is wrong is said so that it can be mended."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form
from wtforms.validators import InputRequired, Optional

from portal.web.components import form_problems
from portal.web.date_fields import NotAhead, NotPast, RememberedDateField

TODAY = date(2026, 11, 18)


class Event(Form):
    on = RememberedDateField("When", validators=[InputRequired("Enter the day it happened."), NotAhead(lambda: TODAY)])
    next_on = DateField("Next", validators=[Optional(), NotPast(lambda: TODAY)])


def posted(month: str = "11", day: str = "17", year: str = "2026", **more: str) -> Event:
    return Event(MultiDict({"on-month": month, "on-day": day, "on-year": year, **more}))


def test_a_posted_day_is_read(in_request: None) -> None:
    form = posted()
    assert form.validate() and form.on.data == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("month", "day", "year", "part", "words"),
    [
        ("2", "30", "2026", "day", "There is no such day"),
        ("", "17", "2026", "month", "Enter a month, a day and a year"),
        ("11", "x", "2026", "day", "Enter a month, a day and a year"),
        ("11", "17", "", "year", "Enter a month, a day and a year"),
        ("11", "17", "26", "year", "four figures"),
        ("11", "20", "2026", "day", "Enter the day it happened; Fri Nov 20 is still to come."),
        ("11", "²", "2026", "day", "Enter a month, a day and a year"),
        ("11", "17", "9" * 5000, "year", "Enter a month, a day and a year"),
        ("99999", "17", "2026", "month", "Enter a month, a day and a year"),
    ],
)
def test_what_is_wrong_is_named(in_request: None, month: str, day: str, year: str, part: str, words: str) -> None:
    form = posted(month, day, year)
    assert not form.validate()
    assert words in form.on.errors[0]
    assert form.on.wrong_part == part
    assert form.on.typed == {"month": month, "day": day, "year": year}
    assert form_problems(form)[0].target == f"on-{part}"


def test_nothing_typed_is_a_missing_day(in_request: None) -> None:
    form = posted("", "", "")
    assert not form.validate()
    assert form.on.data is None and form.on.errors == ["Enter the day it happened."]


def test_a_form_shows_the_day_it_was_given(in_request: None) -> None:
    assert Event(data={"on": date(2026, 2, 3)}).on.typed == {"month": "2", "day": "3", "year": "2026"}


def test_a_day_ahead_may_not_be_over(in_request: None) -> None:
    form = posted(next_on="2026-11-17")
    assert not form.validate()
    assert form.next_on.errors == ["Enter a day from today on; Tue Nov 17 is over."]


def test_months_are_written_in_the_reader_s_language(gallery: Flask, in_request: None) -> None:
    assert Event().on.months()[9] == "Sep"


def test_a_day_of_another_age_is_a_slip(in_request: None) -> None:
    form = posted(year="1900")
    assert not form.validate()
    assert form.on.errors == ["Enter a day of the last 10 years; Sat Nov 17, 1900 is longer ago."]
    assert posted(year="2017").validate()
