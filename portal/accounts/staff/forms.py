"""Forms of an agency's administrator."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm

PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class RoleForm(PortalForm):
    role = SelectField(_("Role"), validators=[InputRequired(_("Choose a role."))])
    medical_personnel = BooleanField(_("Medical personnel"))


class ExistingForm(RoleForm):
    username = StringField(
        _("Username"), validators=[InputRequired(_("Enter the username.")), Length(max=80)], render_kw=PLAIN
    )


class InviteForm(ExistingForm):
    full_name = StringField(
        _("Full name"),
        validators=[InputRequired(_("Enter the name.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    credentials = StringField(
        _("Letters after the name"), validators=[Length(max=80)], render_kw={"autocomplete": "off"}
    )
    cjis_cleared = BooleanField(_("Cleared for criminal history"))


class CoverForm(PortalForm):
    covered = SelectField(_("For whom"), validators=[InputRequired(_("Choose a colleague."))])
    first_on = DateField(_("First day"), validators=[InputRequired(_("Enter the first day."))])
    last_on = DateField(_("Last day"), validators=[InputRequired(_("Enter the last day."))])


class PlainForm(PortalForm):
    """A button."""
