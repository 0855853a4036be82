"""The question of a privacy officer: who, which record, when."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm


class WhyNotForm(PortalForm):
    whom = SelectField(_("Who"), validators=[InputRequired(_("Choose who it is about."))])
    record = SelectField(_("Which record"), validators=[InputRequired(_("Choose a record."))])
    looked_on = RememberedDateField(_("On which day"), validators=[Optional()])
