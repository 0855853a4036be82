"""Form fields for days: three parts for a day that people remember, and errors that say how to mend it.

`RememberedDateField` asks for month, day and year apart (for the past: births, sessions, offenses); the component
`date_past` draws it. For a day ahead a WTForms `DateField` and `date_ahead` use the browser's own calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from babel.dates import get_month_names
from flask_babel import get_locale, gettext, ngettext
from wtforms import Field, Form
from wtforms.validators import ValidationError

from portal.web.dates import day

_PARTS: Final = ("month", "day", "year")


class RememberedDateField(Field):
    """A day typed as month, day and year; `data` is a date, or None when nothing was typed.

    The parts are posted as NAME-month, NAME-day and NAME-year. What was typed stays in `typed` and is shown again.
    """

    data: date | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: dict[str, str] = dict.fromkeys(_PARTS, "")
        self.wrong_part = ""

    def process(self, formdata: Any, data: Any = ..., extra_filters: Sequence[Any] | None = None) -> None:
        """Read the three parts when they were posted, else take the date that the form was given."""
        self.process_errors: list[str] = []
        self.wrong_part = ""
        given = self.default() if callable(self.default) else self.default
        self.data = self.object_data = given if data is ... or not isinstance(data, (date, type(None))) else data
        self.raw_data = []
        if formdata is not None and any(self.part_name(part) in formdata for part in _PARTS):
            self.typed = {part: str(formdata.get(self.part_name(part), "")).strip() for part in _PARTS}
            self.raw_data = [typed for typed in self.typed.values() if typed]
            self.data = self._typed_day()
        elif self.data is not None:
            self.typed = {"month": str(self.data.month), "day": str(self.data.day), "year": str(self.data.year)}

    @property
    def day(self) -> date:
        """The day of a field that has to be filled in, once its form is valid. ValueError while there is none."""
        if self.data is None:
            raise ValueError(f"no day in {self.name}")
        return self.data

    def part_name(self, part: str) -> str:
        return f"{self.name}-{part}"

    def part_id(self, part: str) -> str:
        return f"{self.id}-{part}"

    @property
    def first_part_id(self) -> str:
        """The part that a link from the list of errors reaches: the wrong one, else the month."""
        return self.part_id(self.wrong_part or _PARTS[0])

    def months(self) -> Mapping[int, str]:
        return get_month_names("abbreviated", context="stand-alone", locale=get_locale() or "en_US")

    def _typed_day(self) -> date | None:
        if not self.raw_data:
            return None
        found, self.wrong_part, why = _read(self.typed)
        if why:
            self.process_errors = [*self.process_errors, why]
        return found


class NotAhead:
    """Refuse a day after today, and one longer ago than anybody records. `today` is asked at each check."""

    def __init__(self, today: Callable[[], date], years: int = 10) -> None:
        self._today = today
        self._years = years

    def __call__(self, form: Form, field: Field) -> None:
        today = self._today()
        if isinstance(field.data, date) and (today - field.data).days > self._years * 366:
            if isinstance(field, RememberedDateField):
                field.wrong_part = "year"
            words = ngettext(
                "Enter a day of the last year; %(day)s is longer ago.",
                "Enter a day of the last %(num)d years; %(day)s is longer ago.",
                self._years,
                day=day(field.data, today),
            )
            raise ValidationError(words)
        if isinstance(field.data, date) and field.data > today:
            if isinstance(field, RememberedDateField):
                field.wrong_part = "day"
            raise ValidationError(
                gettext("Enter the day it happened; %(day)s is still to come.", day=day(field.data, today))
            )


class NotPast:
    """Refuse a day before today, for what is yet to happen. `today` is asked at each check."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def __call__(self, form: Form, field: Field) -> None:
        today = self._today()
        if isinstance(field.data, date) and field.data < today:
            raise ValidationError(gettext("Enter a day from today on; %(day)s is over.", day=day(field.data, today)))


def _read(typed: Mapping[str, str]) -> tuple[date | None, str, str]:
    """Return the day of three typed parts, or the part that is wrong and the sentence that says how to mend it."""
    for part in _PARTS:
        if not (typed[part].isdecimal() and len(typed[part]) <= 4):
            return None, part, gettext("Enter a month, a day and a year in figures.")
    if not 1900 <= int(typed["year"]) <= 2999:
        return None, "year", gettext("Enter the year with four figures.")
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"])), "", ""
    except ValueError:
        return None, "day", gettext("There is no such day; check the month and the day.")
