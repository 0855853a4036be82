"""Forms of needs and goals."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.casework.needs.services import MoveNeed, RecordNeed, SetGoal
from portal.casework.needs.vocabulary import Area, NeedState
from portal.web.date_fields import NotAhead, NotPast, RememberedDateField
from portal.web.forms import PortalForm


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class NeedForm(PortalForm):
    """What a person needs, in plain words."""

    area = SelectField(_("Area"), choices=lambda: [(area.value, area.label) for area in Area])
    label = StringField(
        _("What is needed"), validators=[InputRequired(_("Enter the need in a few words.")), Length(max=200)]
    )
    found_on = RememberedDateField(
        _("Since when"), validators=[InputRequired(_("Enter the day.")), NotAhead(today)], default=today
    )

    def command(self, participant_id: UUID) -> RecordNeed:
        return RecordNeed(participant_id, self.area.data, self.label.data or "", self.found_on.data or today())


class MoveForm(PortalForm):
    """How a need stands now."""

    step = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    state = RadioField(
        _("How does it stand?"),
        choices=lambda: [(state.value, state.label) for state in NeedState],
        validators=[InputRequired(_("Choose how it stands."))],
    )
    on = RememberedDateField(
        _("Since when"), validators=[InputRequired(_("Enter the day.")), NotAhead(today)], default=today
    )
    words = TextAreaField(_("What changed"), validators=[Length(max=280, message=_("Shorten it to 280 characters."))])

    def command(self, need_id: UUID) -> MoveNeed:
        on, words = self.on.data or today(), self.words.data or ""
        return MoveNeed(need_id, self.state.data, on, self.step.data or 0, words)


class GoalForm(PortalForm):
    """A goal in the participant's words."""

    words = TextAreaField(
        _("Goal, in the participant’s words"),
        validators=[
            InputRequired(_("Enter the goal in the participant’s words.")),
            Length(max=280, message=_("Shorten it to 280 characters.")),
        ],
    )
    measure = StringField(_("How we will know"), validators=[Length(max=200), Optional()])
    due_on = DateField(_("By"), validators=[InputRequired(_("Enter the day.")), NotPast(today)])

    def command(self, need_id: UUID) -> SetGoal:
        return SetGoal(need_id, self.words.data or "", self.due_on.data or today(), self.measure.data or "")


class GoalStateForm(PortalForm):
    """How a goal stands: one press on the list."""

    state = RadioField(choices=lambda: [(state.value, state.label) for state in NeedState])
