"""What has happened to a consent: its event and when, what is false on it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.consent.turns.services import REASON
from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm


class HappenedForm(PortalForm):
    happening = RadioField(_("What has happened?"), validators=[InputRequired(_("Say what has happened."))])
    occurred_on = RememberedDateField(
        _("On which day did it happen?"), validators=[InputRequired(_("Enter the day it happened."))]
    )


class FalseForm(PortalForm):
    reason = TextAreaField(
        _("What is false?"),
        validators=[
            InputRequired(_("Say what is false.")),
            Length(max=REASON, message=_("Use 400 characters or fewer.")),
        ],
    )


class ReplaceForm(PortalForm):
    new = RadioField(
        _("Which consent takes its place?"),
        validators=[InputRequired(_("Choose the consent that takes its place."))],
        validate_choice=False,
    )
    """Whether it can is said by the service, in words that help: another window may have ended it."""
