"""The form of a review."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import Length

from portal.web.forms import CheckboxesField, PortalForm


class ReviewForm(PortalForm):
    seen = HiddenField(validators=[Length(max=200_000)])
    ending = CheckboxesField(_("No longer needed"))
