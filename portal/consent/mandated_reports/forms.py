"""A report as it was made."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.consent.mandated_reports.vocabulary import (
    CHANNEL_LABELS,
    KIND_LABELS,
    REFUSALS,
    STEP_LABELS,
    TOLD_LABELS,
    Channel,
    ReportKind,
    Step,
)
from portal.consent.rules.codes import Reason
from portal.web.date_fields import RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm
from portal.web.refused import Refused

TOLD = 1000


class ReportForm(PortalForm):
    """Names of fields are those by which the service refuses."""

    kind = RadioField(
        _("What is it about?"),
        choices=[SelectChoice(str(one), words) for one, words in KIND_LABELS.items()],
        validators=[InputRequired(_("Choose what it is about."))],
    )
    step = RadioField(
        _("Which part of it?"),
        choices=[SelectChoice(str(one), words) for one, words in STEP_LABELS.items()],
        default=str(Step.INITIAL),
        validators=[InputRequired(_("Say which part of it."))],
    )
    recipient = SelectField(_("To which agency"), validators=[InputRequired(_("Choose the agency."))])
    recipient_name = StringField(
        _("Who took it there"),
        validators=[InputRequired(_("Write the name or number of who took it.")), Length(max=200)],
    )
    channel = RadioField(
        _("How"),
        choices=[SelectChoice(str(one), words) for one, words in CHANNEL_LABELS.items()],
        default=str(Channel.PHONE),
        validators=[InputRequired(_("Say how."))],
    )
    reported_on = RememberedDateField(_("When"), validators=[InputRequired(_("Enter the day."))])
    told = TextAreaField(
        _("What was told"),
        validators=[
            InputRequired(_("Write what was told.")),
            Length(max=TOLD, message=_("Use 1,000 characters or fewer.")),
        ],
    )
    facts = CheckboxesField(
        _("What of the person was told"), choices=[SelectChoice(str(one), words) for one, words in TOLD_LABELS.items()]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A report that federal law does not know is answered as such, whatever else is filled in (R114)."""
        if self.kind.data == ReportKind.OTHER:
            self.refuse(Refused(*REFUSALS[Reason.NO_PART2_EXCEPTION]))
            return False
        return super().validate(extra_validators)
