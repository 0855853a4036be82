"""The form for a code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class CodeForm(PortalForm):
    code = StringField(
        _("Code"),
        validators=[InputRequired(_("Enter the code.")), Length(max=60)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )
