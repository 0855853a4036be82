"""The form by which a request to correct a record is taken in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.consent.registers.forms import MatterForm


class AmendmentForm(MatterForm):
    record = StringField(
        _("Which record"),
        description=_("For example: the test of Nov 3."),
        validators=[InputRequired(_("Say which record it is about.")), Length(max=200)],
    )
    words = TextAreaField(_("What should be different, and why"))
