"""The form by which a doubt is decided."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.consent.doubts.vocabulary import LONGEST_REASON
from portal.web.forms import PortalForm


class DoubtForm(PortalForm):
    reading = RadioField(_("How this site reads it"), validators=[InputRequired(_("Choose a reading."))])
    reason = TextAreaField(_("Why, and who advised it"), validators=[Length(max=LONGEST_REASON)])
