"""The form of a contact."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.casework.contacts.services import LogContact
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.participants.contacts.vocabulary import LEAST, MOST
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class ContactForm(PortalForm):
    """One contact or attempt."""

    met_on = RememberedDateField(
        _("When"), validators=[InputRequired(_("Enter the day.")), NotAhead(today, 1)], default=today
    )
    mode = RadioField(
        _("How"),
        choices=lambda: [(mode.value, mode.label) for mode in Mode],
        validators=[InputRequired(_("Choose how it took place."))],
    )
    outcome = RadioField(
        _("What came of it"),
        choices=lambda: [(outcome.value, outcome.label) for outcome in Outcome],
        validators=[InputRequired(_("Choose what came of it."))],
    )
    minutes = IntegerField(
        _("Minutes"), validators=[Optional(), NumberRange(LEAST, MOST, _("Enter a number from 1 to 480."))]
    )
    words = TextAreaField(
        _("What happened"), validators=[Length(max=2000, message=_("Shorten it to 2,000 characters."))]
    )

    def command(self, participant_id: UUID) -> LogContact:
        return LogContact(
            participant_id=participant_id,
            met_on=self.met_on.data or today(),
            mode=self.mode.data,
            outcome=self.outcome.data,
            minutes=self.minutes.data,
            words=self.words.data or "",
        )
