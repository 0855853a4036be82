"""The form that asks for the password again."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


def password(autocomplete: str) -> Any:
    return PasswordField(
        _("Password"),
        validators=[InputRequired(_("Enter your password.")), Length(max=400)],
        render_kw={"autocomplete": autocomplete},
    )


class ConfirmForm(PortalForm):
    password = password("current-password")
