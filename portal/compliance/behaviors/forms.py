"""Forms of questions: a reason, a decision."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.compliance.behaviors.services import AnswerQuestion, DecideQuestion
from portal.compliance.behaviors.vocabulary import DECISIONS
from portal.compliance.drug_tests.vocabulary import FindingOutcome
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm

ONE_LINE = _("Shorten it to 280 characters.")


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class AnswerForm(PortalForm):
    """A reason for what the record shows."""

    words = TextAreaField(
        _("Reason"),
        validators=[InputRequired(_("Enter the reason, in a few words.")), Length(max=280, message=ONE_LINE)],
    )
    document_seen = BooleanField(_("I have seen a paper that proves it"))
    scan = FileField(_("A scan or photo of the paper"))

    def command(self, question_id: UUID) -> AnswerQuestion:
        return AnswerQuestion(question_id, self.words.data or "", bool(self.document_seen.data))


class DecisionForm(PortalForm):
    """What a person decides, and why."""

    step = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    outcome = RadioField(
        _("Decision"),
        choices=lambda: [(one.value, one.label) for one in DECISIONS],
        validators=[InputRequired(_("Choose what you decide."))],
    )
    reason = TextAreaField(
        _("Why"),
        validators=[
            InputRequired(_("Enter the reason; it stands beside the decision.")),
            Length(max=280, message=ONE_LINE),
        ],
    )
    finding = RadioField(
        _("Does it tell anything about use?"),
        choices=lambda: [("", str(_("No finding about use"))), *((one.value, one.label) for one in FindingOutcome)],
        default="",
    )
    used_on = RememberedDateField(_("Last day of use, as found"), validators=[Optional(), NotAhead(today)])

    def command(self, question_id: UUID) -> DecideQuestion:
        return DecideQuestion(
            question_id=question_id,
            outcome=self.outcome.data,
            reason=self.reason.data or "",
            step=self.step.data,
            finding=self.finding.data or "",
            used_on=self.used_on.data if self.finding.data == FindingOutcome.USE else None,
        )


def page_of(form: DecisionForm, seen: int) -> Any:
    """The form for a question of which `seen` steps are shown."""
    if form.step.data is None:
        form.step.data = seen
    return form
