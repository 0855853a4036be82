"""Forms of dockets and hearings."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectChoice, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.court.dockets.vocabulary import HearingKind, HearingMode
from portal.web.date_fields import NotPast
from portal.web.forms import PortalForm

DAY = _("Choose the day.")
HOUR = _("Enter the time, for example 9:00 AM.")


class DocketForm(PortalForm):
    """A docket of one judge on one day."""

    program = SelectField(_("Program"), validators=[InputRequired()])
    judge = SelectField(_("Judge"), validators=[InputRequired()])
    held_on = DateField(_("Day"), validators=[InputRequired(DAY)])
    starts_at = TimeField(_("Starts at"), validators=[InputRequired(HOUR)], default=time(9, 0))
    courtroom = StringField(_("Courtroom"), validators=[Optional(), Length(max=60)])
    staffing_on = DateField(_("Staffing, day"), validators=[Optional()])
    staffing_at = TimeField(_("Staffing, time"), validators=[Optional()])

    def offer(self, programs: list[tuple[UUID, str]], judges: list[tuple[UUID, str]], today: date) -> DocketForm:
        self.program.choices = [SelectChoice(str(key), label) for key, label in programs]
        self.judge.choices = [SelectChoice(str(key), label) for key, label in judges]
        self.held_on.validators = [*self.held_on.validators, NotPast(lambda: today)]
        return self

    def staffing_moment(self, zone: str) -> datetime | None:
        """None unless both day and time are given."""
        if self.staffing_on.data is None or self.staffing_at.data is None:
            return None
        return clock.local_moment(self.staffing_on.data, self.staffing_at.data, zone)


class DocketDetailsForm(PortalForm):
    """What may still change on a planned docket."""

    courtroom = StringField(_("Courtroom"), validators=[Optional(), Length(max=60)])
    staffing_on = DateField(_("Staffing, day"), validators=[Optional()])
    staffing_at = TimeField(_("Staffing, time"), validators=[Optional()])
    due_on = DateField(_("Reports due, day"), validators=[InputRequired(DAY)])
    due_at = TimeField(_("Reports due, time"), validators=[InputRequired(HOUR)])
    present = StringField(_("Present at staffing"), validators=[Optional(), Length(max=400)])


class HearingForm(PortalForm):
    """One person's place on a docket."""

    participant = SelectField(_("Participant"), validators=[InputRequired()])
    starts_at = TimeField(_("Time"), validators=[InputRequired(HOUR)])
    kind = SelectField(_("For"), validators=[InputRequired()])
    mode = SelectField(_("How"), validators=[InputRequired()])

    def offer(self, people: list[tuple[UUID, str]]) -> HearingForm:
        self.participant.choices = [
            SelectChoice("", _("Choose a person")),
            *(SelectChoice(str(key), label) for key, label in people),
        ]
        self.kind.choices = [SelectChoice(kind.value, kind.label) for kind in HearingKind]
        self.mode.choices = [SelectChoice(mode.value, mode.label) for mode in HearingMode]
        return self


class StateForm(PortalForm):
    """A button: the docket is called or closed."""
