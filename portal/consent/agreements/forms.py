"""An agreement of agencies as it was signed on paper, and its end."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.consent.instruments.forms import category_choices
from portal.web.date_fields import RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm


class AgreementForm(PortalForm):
    """Names of fields are those that the service refuses by."""

    kind = RadioField(_("Kind of agreement"), validators=[InputRequired(_("Choose the kind of agreement."))])
    agency = SelectField(_("Agency"), validators=[Optional()], default="")
    party = SelectField(_("The other agency"), validators=[Optional()], default="")
    categories = CheckboxesField(_("What the service needs to see"), choices=category_choices)
    starts_on = RememberedDateField(_("Begins on"), validators=[InputRequired(_("Enter the day it begins."))])
    ends_on = DateField(_("Ends on"), validators=[Optional()])


class EndForm(PortalForm):
    ends_at = DateField(_("Last day"), validators=[InputRequired(_("Enter the last day."))])
