"""What is written down before an emergency opens anything (2.51(c)), and what its review finds."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.consent.emergencies.vocabulary import WHY_LABELS, Finding
from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm
from portal.web.tags import enum_label

NATURE = 500
WORDS = 500
HOURS = ("1", "2", "4", "8", "12")


class EmergencyForm(PortalForm):
    """In the order in which somebody at a bedside can say it."""

    nature = TextAreaField(
        _("What is the emergency?"),
        validators=[
            InputRequired(_("Write what the emergency is.")),
            Length(max=NATURE, message=_("Use 500 characters or fewer.")),
        ],
    )
    bona_fide = BooleanField(
        _("It is a medical emergency, and I need these records to treat it"),
        validators=[InputRequired(_("Say that it is a medical emergency."))],
    )
    why = RadioField(
        _("Why can’t you have written consent first?"),
        choices=[SelectChoice(str(one), words) for one, words in WHY_LABELS.items()],
        validators=[InputRequired(_("Say why; where the person can consent, ask first."))],
    )
    recipient_name = StringField(
        _("Who gets the records to treat the person?"),
        validators=[InputRequired(_("Write the name of the one who treats.")), Length(max=200)],
    )
    facility = StringField(
        _("At which hospital or clinic?"),
        validators=[InputRequired(_("Write the name of the hospital or clinic.")), Length(max=200)],
    )
    hours = SelectField(
        _("For how long?"),
        choices=[SelectChoice("1", _("1 hour")), *(SelectChoice(one, _("%(n)s hours", n=one)) for one in HOURS[1:])],
        default="4",
        validators=[InputRequired(_("Choose how long."))],
    )


class StrangerForm(EmergencyForm):
    """About somebody whom the one who documents does not know."""

    full_name = StringField(
        _("Full name, as an ID shows it"), validators=[InputRequired(_("Enter the full name.")), Length(max=200)]
    )
    born_on = RememberedDateField(_("Date of birth"), validators=[InputRequired(_("Enter the date of birth."))])


class ReviewForm(PortalForm):
    finding = RadioField(
        _("What did you find?"),
        choices=[SelectChoice(str(one), enum_label(one)) for one in Finding],
        validators=[InputRequired(_("Say what you found."))],
    )
    words = TextAreaField(
        _("In your words"),
        validators=[
            InputRequired(_("Write what you looked at and why you decide so.")),
            Length(max=WORDS, message=_("Use 500 characters or fewer.")),
        ],
    )
