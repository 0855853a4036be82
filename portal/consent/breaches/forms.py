"""The form by which something that went astray is entered."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.consent.breaches.vocabulary import BREACH_LABELS, BreachKind
from portal.consent.registers.forms import MatterForm, today
from portal.web.date_fields import NotAhead, RememberedDateField

PEOPLE = _("Enter how many people the records are about; 1 or more.")


class BreachForm(MatterForm):
    received_on = RememberedDateField(
        _("Found out on"), validators=[InputRequired(_("Enter the day it was found out.")), NotAhead(today)]
    )
    kind = RadioField(
        _("What went wrong"),
        choices=[SelectChoice(str(one), label) for one, label in BREACH_LABELS.items()],
        default=str(BreachKind.WRONG_RECIPIENT),
        validators=[InputRequired(_("Choose what went wrong."))],
    )
    happened_on = RememberedDateField(_("Happened on"), validators=[InputRequired(_("Enter the day it happened."))])
    people = IntegerField(
        _("How many people the records are about"),
        default=1,
        validators=[InputRequired(PEOPLE), NumberRange(1, 999_999_999, PEOPLE)],
    )
    recipient = StringField(_("Who got or saw it"), validators=[Length(max=200), Optional()])
    words = TextAreaField(_("What happened, and which kinds of information it was"))
