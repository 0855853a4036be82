"""What has happened, and when."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm


class HappenedForm(PortalForm):
    happening = RadioField(_("What has happened?"), validators=[InputRequired(_("Say what has happened."))])
    occurred_on = RememberedDateField(
        _("On which day did it happen?"), validators=[InputRequired(_("Enter the day it happened."))]
    )
