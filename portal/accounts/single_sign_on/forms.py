"""Forms of single sign-on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm

PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class ProviderForm(PortalForm):
    name = StringField(_("Name on the sign-in page"), validators=[InputRequired(_("Enter a name.")), Length(max=80)])
    issuer = StringField(
        _("Issuer"), validators=[InputRequired(_("Enter the issuer’s address.")), Length(max=300)], render_kw=PLAIN
    )
    client_id = StringField(
        _("Client ID"), validators=[InputRequired(_("Enter the client ID.")), Length(max=200)], render_kw=PLAIN
    )
    secret = PasswordField(
        _("Client secret"),
        validators=[InputRequired(_("Enter the client secret.")), Length(max=400)],
        render_kw={"autocomplete": "off"},
    )
    asks_second_factor = BooleanField(_("It asks for a second factor itself"))


class BackForm(PortalForm):
    """What the provider sent along with the browser."""

    code = HiddenField(validators=[InputRequired(), Length(max=4000)])
    state = HiddenField(validators=[InputRequired(), Length(max=2000)])


class PlainForm(PortalForm):
    """A button."""
