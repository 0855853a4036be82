"""What the forms of all registers share, and the form of a step."""

from __future__ import annotations

from datetime import date

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal.consent.registers.vocabulary import GROUND_LABELS
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class MatterForm(PortalForm):
    received_on = RememberedDateField(
        _("Came in on"), validators=[InputRequired(_("Enter the day it came in.")), NotAhead(today)]
    )


class StepForm(PortalForm):
    """The choices of `step` are those that fit; the fields after the day are there for registers that know them."""

    step = RadioField(_("What was done"), validators=[InputRequired(_("Choose what was done."))])
    happened_on = RememberedDateField(_("On"), validators=[InputRequired(_("Enter the day it was done."))])
    until_on = DateField(_("New last day"), validators=[Optional()])
    ground = SelectField(
        _("Reason for not correcting"),
        choices=[
            SelectChoice("", _("Choose a reason")),
            *(SelectChoice(str(one), label) for one, label in GROUND_LABELS.items()),
        ],
        default="",
        validators=[Optional()],
    )
    under = CheckboxesField(_("Under which order, and to whom"), choices=[])
    given = CheckboxesField(_("What was given"), choices=[])
    words = TextAreaField(_("In a sentence or two"))
