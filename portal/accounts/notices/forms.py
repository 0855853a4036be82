"""The forms of notices: buttons, and how somebody wants to be told."""

from __future__ import annotations

from datetime import time

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.notices.vocabulary import MODE_LABELS
from portal.web.forms import PortalForm


class ReadForm(PortalForm):
    """A button: read."""


class PreferenceForm(PortalForm):
    mode = RadioField(
        _("Mail"),
        choices=[SelectChoice(str(mode), label) for mode, label in MODE_LABELS.items()],
        validators=[InputRequired(_("Choose one."))],
    )
    address = StringField(_("Mail address"), validators=[Length(max=254)])
    daily_at = TimeField(_("Once a day, at"), default=time(7), validators=[InputRequired(_("Enter the time."))])
    quiet_from = TimeField(_("Quiet from"), validators=[Optional()])
    quiet_to = TimeField(_("Quiet until"), validators=[Optional()])
