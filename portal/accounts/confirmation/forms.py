"""The form that asks for the password again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class ConfirmForm(PortalForm):
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Enter your password.")), Length(max=400)],
        render_kw={"autocomplete": "current-password"},
    )
