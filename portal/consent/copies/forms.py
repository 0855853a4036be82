"""To whom something goes, what for, why; and which records of the own agency."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.agencies.vocabulary import PURPOSE_LABELS, ROLE_LABELS
from portal.consent.copies.queries import targets
from portal.consent.copies.services import WHY
from portal.gate.vocabulary import LEGAL, Purpose, RoleName
from portal.web.date_fields import RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm

PURPOSES = (
    Purpose.CJ_MONITORING,
    Purpose.TREATMENT,
    Purpose.CASE_MANAGEMENT,
    Purpose.DEFENSE_REPRESENTATION,
    Purpose.PAYMENT,
    Purpose.OPERATIONS,
    *(one for one in Purpose if one in LEGAL),
)


class PassOnForm(PortalForm):
    target = SelectField(_("Who is to get it"), validators=[InputRequired(_("Choose who is to get it."))])
    purpose = RadioField(_("What for"), validators=[InputRequired(_("Say what for."))])
    why = TextAreaField(_("Why it is needed"), validators=[Length(max=WHY, message=_("Use 280 characters or fewer."))])

    def offer(self, session: Session, agency_id: UUID, at: datetime) -> None:
        """Everybody at another agency who may see content at all, and each purpose."""
        self.target.choices = [
            SelectChoice("", gettext("Choose who")),
            *(
                SelectChoice(
                    str(one.id),
                    gettext(
                        "%(agency)s: %(name)s, %(role)s",
                        agency=one.agency.name,
                        name=one.user.display_name,
                        role=ROLE_LABELS[RoleName(one.role)],
                    ),
                )
                for one in targets(session, agency_id, at)
            ),
        ]
        self.purpose.choices = [SelectChoice(str(one), PURPOSE_LABELS[one]) for one in PURPOSES]


class GiveForm(PassOnForm):
    """Without `kinds` on the page of one record. `shown` is what the page has shown the answer to."""

    kinds = CheckboxesField(_("Which records"))
    first_on = RememberedDateField(_("From which day"), validators=[Optional()])
    last_on = RememberedDateField(_("Through which day"), validators=[Optional()])
    shown = HiddenField(validators=[Length(max=400)])
    look = SubmitField(_("Show what may go"))

    def chosen(self) -> str:
        """What was asked for, as one word: nothing else goes than the page has shown."""
        days = (self.first_on.data, self.last_on.data)
        words = (self.target.data, self.purpose.data, *sorted(self.kinds.data or ()), *days)
        return ",".join(str(one or "") for one in words)
