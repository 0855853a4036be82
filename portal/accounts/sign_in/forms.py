"""Forms of signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    username = StringField(
        _("Username"),
        validators=[InputRequired(_("Enter your username.")), Length(max=80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Enter your password.")), Length(max=400)],
        render_kw={"autocomplete": "current-password"},
    )


class ReleaseForm(SignInForm):
    code = StringField(
        _("Code"),
        validators=[InputRequired(_("Enter the code.")), Length(max=60)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class ChooseForm(PortalForm):
    appointment = RadioField(_("Act for"), validators=[InputRequired(_("Choose for whom you act."))])


class PurposeForm(PortalForm):
    purpose = RadioField(_("What do you look for?"), validators=[InputRequired(_("Say for what you look."))])
    basis = RadioField(_("On what do you stand?"), default="")
