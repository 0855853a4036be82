"""Forms of the own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts.passwords.choosing import LONGEST
from portal.web.forms import PortalForm

NEW_PASSWORD = {"autocomplete": "new-password"}


class PasswordForm(PortalForm):
    current = PasswordField(
        _("Password that you have"),
        validators=[InputRequired(_("Enter the password that you have.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _("New password"),
        validators=[InputRequired(_("Choose a password.")), Length(max=LONGEST)],
        render_kw=NEW_PASSWORD,
    )
    again = PasswordField(
        _("New password once more"),
        validators=[EqualTo("password", _("The two passwords differ. Type the same one twice."))],
        render_kw=NEW_PASSWORD,
    )


class PlainForm(PortalForm):
    """A button."""
