"""Why a record is withheld."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm

REASON = 280


class WithholdForm(PortalForm):
    reason = TextAreaField(
        _("Why is it withheld?"),
        validators=[
            InputRequired(_("Write why the record is withheld. It stays in the program.")),
            Length(max=REASON, message=_("Use 280 characters or fewer.")),
        ],
    )
