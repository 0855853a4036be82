"""What the browser's script sends: the device's answer as JSON."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm

LONGEST = 20_000


class AnswerForm(PortalForm):
    credential = HiddenField(validators=[InputRequired(), Length(max=LONGEST)])


class AddForm(AnswerForm):
    name = StringField(_("Name of this passkey"), validators=[Length(max=80)], render_kw={"autocomplete": "off"})


class PlainForm(PortalForm):
    """A button, or a question of the script."""
