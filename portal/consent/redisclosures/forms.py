"""To whom something is to be passed on, what for, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.consent.copies.services import WHY
from portal.web.forms import PortalForm


class PassOnForm(PortalForm):
    target = SelectField(_("Who is to get it"), validators=[InputRequired(_("Choose who is to get it."))])
    purpose = RadioField(_("What for"), validators=[InputRequired(_("Say what for."))])
    why = TextAreaField(
        _("Why it is needed"),
        validators=[
            InputRequired(_("Write in one sentence why this is passed on.")),
            Length(max=WHY, message=_("Use 280 characters or fewer.")),
        ],
    )
