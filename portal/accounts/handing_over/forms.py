"""The form with which a device is given back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class HandBackForm(PortalForm):
    """The same question as elsewhere, but one that a browser does not answer by itself: a password that it keeps would
    give the device back to whoever holds it. Browsers fill in no kept password where a new one is asked for."""

    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Enter your password.")), Length(max=400)],
        render_kw={"autocomplete": "new-password"},
    )
