"""The form by which a complaint is taken in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from portal.consent.complaints.vocabulary import ABOUT_LABELS, MADE_BY_LABELS, MadeBy
from portal.consent.registers.forms import MatterForm


class ComplaintForm(MatterForm):
    about = RadioField(
        _("What it is about"),
        choices=[SelectChoice(str(one), label) for one, label in ABOUT_LABELS.items()],
        validators=[InputRequired(_("Choose what it is about."))],
    )
    made_by = RadioField(
        _("Who complains"),
        choices=[SelectChoice(str(one), label) for one, label in MADE_BY_LABELS.items()],
        default=str(MadeBy.PARTICIPANT),
        validators=[InputRequired(_("Choose who complains."))],
    )
    words = TextAreaField(_("What the person says"))
