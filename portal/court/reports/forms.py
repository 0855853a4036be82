"""Forms of the report board."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.court.reports.services import WHY
from portal.web.forms import PortalForm


class FileForm(PortalForm):
    """A button: what is not filed yet is filed."""


class CorrectForm(PortalForm):
    """What was corrected since the last version, in words that stand on the new one."""

    correction = TextAreaField(
        _("What was corrected, and why"),
        validators=[
            InputRequired(_("Say what was corrected; it stands on the new version.")),
            Length(max=WHY, message=_("Shorten it to 280 characters.")),
        ],
    )
