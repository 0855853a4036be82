"""Forms of responses."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.compliance.responses.services import ChangeResponse
from portal.compliance.responses.vocabulary import ResponseState
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm

STATES = (ResponseState.DONE, ResponseState.NOT_DONE, ResponseState.OPEN)


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class ResponseStateForm(PortalForm):
    """What became of a response."""

    step = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    state = RadioField(
        _("How does it stand?"),
        choices=lambda: [(state.value, state.label) for state in STATES],
        default=ResponseState.DONE.value,
    )
    on = RememberedDateField(
        _("Since when?"), validators=[InputRequired(_("Enter the day.")), NotAhead(today)], default=today
    )
    words = TextAreaField(_("What was seen"), validators=[Length(max=280, message=_("Shorten it to 280 characters."))])

    def command(self, response_id: UUID) -> ChangeResponse:
        on = self.on.data or today()
        return ChangeResponse(response_id, self.state.data, on, self.step.data or 0, self.words.data or "")
