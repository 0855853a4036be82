"""The form by which a password is set with a code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts.passwords.choosing import LONGEST
from portal.web.forms import PortalForm

NEW_PASSWORD = {"autocomplete": "new-password"}


class ActivationForm(PortalForm):
    username = StringField(
        _("Username"),
        validators=[InputRequired(_("Enter your username.")), Length(max=80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    code = StringField(
        _("Activation code"),
        validators=[InputRequired(_("Enter the code that your administrator gave you.")), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
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
