"""Forms of milestones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.compliance.milestones.services import Attest, Waive
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm
from portal.web.number_fields import FigureField, above_zero

SHORTER = _("Shorten it to 280 characters.")


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class AttestForm(PortalForm):
    """What was seen or heard for a milestone."""

    seen_on = RememberedDateField(
        _("When?"), validators=[InputRequired(_("Enter the day.")), NotAhead(today)], default=today
    )
    words = TextAreaField(
        _("What did you see or hear?"),
        validators=[
            InputRequired(_("Enter what you saw or heard, in a few words.")),
            Length(max=280, message=SHORTER),
        ],
    )
    amount = FigureField(
        _("How many?"), validators=[Optional(), above_zero(_("Enter a number above 0 and up to 1,000,000."))]
    )

    def command(self, milestone_key: str) -> Attest:
        amount = self.amount.data if self.amount.data is not None else Decimal(1)
        return Attest(milestone_key, self.seen_on.data or today(), self.words.data or "", amount)


class WaiveForm(PortalForm):
    """The judge waived a milestone."""

    waived_on = RememberedDateField(
        _("When did the judge say so?"), validators=[InputRequired(_("Enter the day.")), NotAhead(today)], default=today
    )
    reason = TextAreaField(
        _("The judge’s reason"),
        validators=[InputRequired(_("Enter the judge’s reason.")), Length(max=280, message=SHORTER)],
    )

    def command(self, milestone_key: str) -> Waive:
        return Waive(milestone_key, self.waived_on.data or today(), self.reason.data or "")
