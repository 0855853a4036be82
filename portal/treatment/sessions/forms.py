"""Forms of rosters, corrections and single sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from flask import g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal import clock
from portal.treatment.sessions.recording import GONE, MarkOne, MarkRefused
from portal.treatment.sessions.vocabulary import ATTENDED_MARKS, MARKS_BY_LETTER, AttendanceMark
from portal.web.components import Problem
from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm
from portal.web.number_fields import whole_number
from portal.web.refused import Refused

CORRECTED_TO = tuple(MARKS_BY_LETTER[letter] for letter in ("P", "T", "L", "E", "X", "U", "R", "S"))
"""What a mark may be corrected to; a cancelled session is cancelled for all, a make-up is a session of its own."""


@dataclass(frozen=True, slots=True)
class TypedMark:
    """One row as it was typed."""

    mark: str
    minutes: str
    reason: str


class RosterForm(PortalForm):
    """The marks of a roster. Rows are named by the participant's id: mark-ID, minutes-ID, reason-ID."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[UUID, TypedMark] = {}
        self.row_errors: dict[UUID, str] = {}
        self.problems: list[Problem] = []

    def read(self, people: list[UUID]) -> None:
        """Take what was posted for the people of a roster; with the button "the rest present", for all of them.

        A mark for somebody who was taken off the roster while the form was open is taken too, so that it is refused
        and not lost without a word.
        """
        rest = request.form.get("rest", "")
        gone = [person for person in posted() if person not in people]
        for person in [*people, *gone]:
            mark = request.form.get(f"mark-{person.hex}", "") or rest
            if mark in set(AttendanceMark):
                minutes = request.form.get(f"minutes-{person.hex}", "").strip()
                reason = request.form.get(f"reason-{person.hex}", "").strip()
                self.typed[person] = TypedMark(mark, minutes, reason)
                if person in gone:
                    self.row_errors[person] = str(GONE)

    @property
    def fills_only(self) -> bool:
        """The button that fills in the rest was pressed without script: show, do not save."""
        return "rest" in request.form

    def commands(self) -> tuple[MarkOne, ...]:
        """The marks to record. Raises MarkRefused for minutes that are no figure, or when nobody is marked."""
        marks = []
        for person, typed in self.typed.items():
            if typed.minutes and whole_number(typed.minutes) is None:
                raise MarkRefused(_("Enter the minutes in figures."), person, "minutes")
            mark = AttendanceMark(typed.mark)
            there = mark in ATTENDED_MARKS and typed.minutes
            marks.append(MarkOne(person, mark, whole_number(typed.minutes) if there else None, typed.reason))
        if not marks:
            raise MarkRefused(_("Choose a mark for at least one person."))
        return tuple(marks)

    def refuse(self, refused: Refused) -> None:
        """Put a refused mark at its row, and in the list at the top with a link to it."""
        for one in refused.every if isinstance(refused, MarkRefused) else ():
            if one.participant_id is not None:
                self.row_errors[one.participant_id] = str(one.message)
                self.problems.append(Problem(f"mark-{one.participant_id.hex}-ATT", str(one.message)))
        if not self.row_errors:
            self.problems.append(Problem("", str(refused.message)))

    def name_problems(self, names: dict[UUID, str]) -> list[Problem]:
        """The list at the top: whose row, and what is wrong. Who is gone from the roster has no row to go to."""
        named = []
        for person, message in self.row_errors.items():
            who = names.get(person) or gettext("Somebody else")
            target = "" if message == str(GONE) else f"mark-{person.hex}-ATT"
            named.append(Problem(target, gettext("%(name)s: %(what)s", name=who, what=message)))
        return named or self.problems


def posted() -> list[UUID]:
    """Whom the marks of the request name."""
    found = []
    for name in request.form:
        try:
            found.append(UUID(hex=name.removeprefix("mark-") if name.startswith("mark-") else ""))
        except ValueError:
            continue
    return found


class CorrectionForm(PortalForm):
    """Another mark in place of a saved one."""

    mark = RadioField(_("Mark"), choices=lambda: [SelectChoice(str(one), one.label) for one in CORRECTED_TO])
    minutes = IntegerField(_("Minutes"), validators=[Optional(), NumberRange(0, 720)])
    reason = StringField(_("Reason"), validators=[Length(max=200)])

    def refuse(self, refused: Refused) -> None:
        if isinstance(refused, MarkRefused):
            super().refuse(Refused(refused.part, refused.message))
        else:
            super().refuse(refused)

    def minutes_for(self, mark: AttendanceMark) -> int | None:
        """Who was not there has none, whatever the field still says."""
        return self.minutes.data if mark in ATTENDED_MARKS else None


class IndividualForm(PortalForm):
    """A session with one person, planned or held."""

    service = SelectField(_("Service"), validators=[InputRequired(_("Choose a service."))])
    held_on = RememberedDateField(_("Day"), validators=[InputRequired(_("Enter the day."))])
    starts = TimeField(_("Begins at"), validators=[InputRequired(_("Enter the time, for example 3:00 PM."))])
    length = IntegerField(
        _("Length"), validators=[InputRequired(_("Enter the length in minutes.")), NumberRange(1, 720)]
    )
    clinician = SelectField(_("With"), validators=[InputRequired(_("Choose who holds the session."))])

    def starts_at(self, zone: str) -> datetime:
        hour = self.starts.data or time(0)
        return clock.local_moment(self.held_on.data or g.today, hour, zone)


class ConfirmForm(PortalForm):
    """Only the hidden fields: the question stands on the page."""
