"""Forms of drug tests."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.compliance.drug_tests.services import ChangeResult, RecordTest, SampleDetail
from portal.compliance.drug_tests.vocabulary import DrugTestReason, Matrix, ResultCode
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm
from portal.web.number_fields import FigureField

OBSERVED = {"yes": True, "no": False}


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


def codes() -> list[tuple[str, str]]:
    return [(code.value, code.label) for code in ResultCode]


class DrugTestForm(PortalForm):
    """One test as the collector has it in hand."""

    collected_on = RememberedDateField(
        _("When was the sample given?"),
        validators=[InputRequired(_("Enter the day.")), NotAhead(today)],
        default=today,
    )
    collected_time = TimeField(_("Time"), validators=[Optional()])
    code = SelectField(_("Result"), choices=lambda: [("", ""), *codes()], validate_choice=False)
    reason = SelectField(_("Why tested"), choices=lambda: [(one.value, one.label) for one in DrugTestReason])
    panel = StringField(_("Panel"), validators=[Length(max=80), Optional()])
    matrix = SelectField(_("Sample"), choices=lambda: [(one.value, one.label) for one in Matrix])
    observed = RadioField(
        _("Observed"), choices=lambda: [("yes", str(_("Yes"))), ("no", str(_("No")))], validators=[Optional()]
    )
    temperature_f = FigureField(
        _("Temperature"),
        validators=[Optional(), NumberRange(60, 120, _("Enter a number from 60 to 120."))],
    )
    remarks = TextAreaField(
        _("Remarks"), validators=[Optional(), Length(max=280, message=_("Shorten it to 280 characters."))]
    )

    def command(self, participant_id: UUID) -> RecordTest:
        return RecordTest(
            participant_id=participant_id,
            collected_on=self.collected_on.data or today(),
            collected_time=self.collected_time.data,
            code=self.code.data or "",
            reason=self.reason.data,
            panel=self.panel.data or "",
            detail=SampleDetail(
                matrix=self.matrix.data,
                observed=OBSERVED.get(self.observed.data or ""),
                temperature_f=self.temperature_f.data,
                remarks=self.remarks.data or "",
            ),
        )


class ChangeResultForm(PortalForm):
    """A confirmation by the laboratory, or a correction."""

    code = SelectField(_("Result now"), choices=lambda: [("", ""), *codes()], validate_choice=False)
    confirmed = BooleanField(_("Confirmed by the laboratory"))
    why = StringField(_("Why"), validators=[Length(max=280, message=_("Shorten it to 280 characters."))])

    def command(self, drug_test_id: UUID) -> ChangeResult:
        return ChangeResult(drug_test_id, self.code.data or "", self.why.data or "", bool(self.confirmed.data))


def likely_next(code: str) -> dict[str, Any]:
    """What a form starts with: a pending result waits for another one, any other is corrected."""
    pending = code == ResultCode.PRESUMPT
    return {"code": "" if pending else code, "confirmed": pending}
