"""Forms of whoever opens a one-time link."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.casework.outside.forms import AnswerForm
from portal.web.forms import PortalForm


class CodeForm(PortalForm):
    code = StringField(
        _("Code"),
        validators=[
            InputRequired(_("Enter the code that you were told on the telephone.")),
            Length(max=40, message=_("The code has six digits.")),
        ],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class LinkedAnswerForm(AnswerForm):
    """The answers, with the proof that the code was right."""

    proof = HiddenField(validators=[Length(max=400)])
