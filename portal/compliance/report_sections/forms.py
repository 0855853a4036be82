"""The form of the supervision section."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.forms import PortalForm


class SupervisionSectionForm(PortalForm):
    """One line for the court; the facts beside it fill themselves in."""

    line = TextAreaField(_("Line for the court"), validators=[Length(max=LINE, message=TOO_LONG)])
