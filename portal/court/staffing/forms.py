"""Forms of the staffing sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.court.dockets.models import Docket
from portal.court.staffing.advising import Advice
from portal.court.staffing.gathering import Line
from portal.court.staffing.services import NOTHING, WHY
from portal.gate.vocabulary import RoleName
from portal.participants.programs.responding import ResponseOption
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.dates import day
from portal.web.forms import PortalForm

SHORTER = _("Shorten it to 280 characters.")
ROLES = (
    RoleName.DEFENSE_COUNSEL,
    RoleName.PROSECUTOR,
    RoleName.PROBATION_OFFICER,
    RoleName.CASE_MANAGER,
    RoleName.CLINICIAN,
    RoleName.COURT_COORDINATOR,
)


class ProposalForm(PortalForm):
    """What the team proposes, why, and when the person comes again."""

    behavior = SelectField(_("Answers"), validators=[Optional()])
    response = SelectField(_("Response"), validators=[InputRequired(_("Choose a response, or no response."))])
    amount = IntegerField(
        _("Hours or days"), validators=[Optional(), NumberRange(1, 365, _("Enter a whole number from 1 to 365."))]
    )
    why = TextAreaField(_("Why, in words the judge can say"), validators=[Length(max=WHY, message=SHORTER)])
    next_on = SelectField(_("Next date"), validators=[Optional()])

    def offer(self, line: Line, dockets: Sequence[Docket], today: date) -> ProposalForm:
        self.behavior.choices = [
            SelectChoice("", _("Nothing in particular")),
            *(SelectChoice(str(one.question.question_id), behavior_words(one, today)) for one in line.advice),
        ]
        self.response.choices = responses(line)
        self.next_on.choices = [
            SelectChoice("", _("Not proposed")),
            *(SelectChoice(one.held_on.isoformat(), day(one.held_on, today)) for one in dockets),
        ]
        return self

    @property
    def behavior_id(self) -> UUID | None:
        return UUID(self.behavior.data) if self.behavior.data else None

    @property
    def next_day(self) -> date | None:
        return date.fromisoformat(self.next_on.data) if self.next_on.data else None


class ViewForm(PortalForm):
    """A different view of one role."""

    role = SelectField(_("Role"), validators=[InputRequired()])
    words = TextAreaField(
        _("How this role sees it"), validators=[InputRequired(_("Say it in a few words.")), Length(max=WHY)]
    )

    def offer(self) -> ViewForm:
        self.role.choices = [SelectChoice(str(role), ROLE_LABELS[role]) for role in ROLES]
        return self


class WithdrawForm(PortalForm):
    """A button: the proposal is withdrawn."""


def behavior_words(advice: Advice, today: date) -> str:
    question = advice.question
    return gettext("%(behavior)s, %(day)s", behavior=question.behavior, day=day(question.on, today))


def responses(line: Line) -> list[SelectChoice]:
    """Service adjustments first, then incentives, then sanctions; the last only where the matrix allows one at all."""
    found = [SelectChoice("", _("Choose")), SelectChoice(NOTHING, _("No response"))]
    if line.rules is None:
        return found
    allowed = any(one.sanctions_off is None for one in line.advice)
    for kind in (ResponseKind.SERVICE_ADJUSTMENT, ResponseKind.INCENTIVE, ResponseKind.SANCTION):
        if kind is ResponseKind.SANCTION and not allowed:
            continue
        found += [SelectChoice(one.key, one.label, optgroup=group_of(one)) for one in line.rules.responses.of(kind)]
    return found


def group_of(option: ResponseOption) -> str:
    """ "Sanction, low" or "Service adjustment"."""
    if option.level is None:
        return option.kind.label
    return gettext("%(kind)s, %(level)s", kind=option.kind.label, level=option.level.label)
