"""One small form for each thing that the judge may order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.court.dockets.models import Docket
from portal.court.hearings.vocabulary import Act
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.responding import ResponseOption
from portal.participants.programs.vocabulary import ResponseKind, Unit
from portal.web.dates import day
from portal.web.forms import PortalForm

OWN_WORDS = _("In the judge’s own words")
AMOUNT = _("Enter a whole number from 1 to 365.")


def options(rules: ProgramRules, kind: ResponseKind) -> list[SelectChoice]:
    """The program's responses of a kind, by level, after an empty choice."""
    offered = [SelectChoice(one.key, with_range(one), optgroup=level_word(one)) for one in rules.responses.of(kind)]
    return [SelectChoice("", _("Choose, or write it below")), *offered]


def with_range(option: ResponseOption) -> str:
    """ "Community service, 4 to 16 hours": what the program has in mind, and what is counted."""
    if option.amount_least is None:
        return option.label
    unit = Unit(option.unit).label if option.unit in list(Unit) else option.unit
    words = _("%(what)s, %(least)d to %(most)d %(unit)s")
    return words % {"what": option.label, "least": option.amount_least, "most": option.amount_most, "unit": unit}


def level_word(option: ResponseOption) -> str | None:
    return option.level.label.capitalize() if option.level else None


class IncentiveForm(PortalForm):
    incentive = SelectField(_("Incentive"), validators=[Optional()])
    incentive_words = StringField(OWN_WORDS, validators=[Optional(), Length(max=200)])


class SanctionForm(PortalForm):
    sanction = SelectField(_("Sanction"), validators=[Optional()])
    sanction_amount = IntegerField(_("How much"), validators=[Optional(), NumberRange(1, 365, AMOUNT)])
    sanction_due_on = DateField(_("By"), validators=[Optional()])
    sanction_words = StringField(OWN_WORDS, validators=[Optional(), Length(max=200)])
    sanction_reason = StringField(
        _("Why, if it is beyond the program’s range"), validators=[Optional(), Length(max=280)]
    )
    sanction_contested = BooleanField(_("Contested, not enforced before the hearing about it"))


class AdjustmentForm(PortalForm):
    service_adjustment = SelectField(_("Service adjustment"), validators=[Optional()])
    adjustment_words = StringField(OWN_WORDS, validators=[Optional(), Length(max=200)])


class PhaseForm(PortalForm):
    phase = SelectField(_("From today in phase"), validators=[InputRequired(_("Choose the phase."))])
    phase_reason = StringField(_("Why, if it is not the next phase"), validators=[Optional(), Length(max=280)])


class NextDateForm(PortalForm):
    next_date = SelectField(_("Next hearing"), validators=[InputRequired(_("Choose the day."))])


class OrderForm(PortalForm):
    order = TextAreaField(_("Order, in the words that were said"), validators=[InputRequired(_("Write the order."))])


class UndoForm(PortalForm):
    """A button: what was recorded is taken back."""


class MarkForm(PortalForm):
    """How the hearing came out."""

    state = SelectField(_("Hearing"), validators=[InputRequired()])


FORMS: dict[Act, type[PortalForm]] = {
    Act.INCENTIVE: IncentiveForm,
    Act.SANCTION: SanctionForm,
    Act.ADJUSTMENT: AdjustmentForm,
    Act.PHASE: PhaseForm,
    Act.NEXT_DATE: NextDateForm,
    Act.ORDER: OrderForm,
}


def form_for(act: Act, rules: ProgramRules, phase_key: str, dockets: Sequence[Docket], today: date) -> PortalForm:
    """The form of an act with its choices, filled from the request when it was posted."""
    form = FORMS[act]()
    if isinstance(form, IncentiveForm):
        form.incentive.choices = options(rules, ResponseKind.INCENTIVE)
    elif isinstance(form, SanctionForm):
        form.sanction.choices = options(rules, ResponseKind.SANCTION)
    elif isinstance(form, AdjustmentForm):
        form.service_adjustment.choices = options(rules, ResponseKind.SERVICE_ADJUSTMENT)
    elif isinstance(form, PhaseForm):
        form.phase.choices = phases(rules, phase_key)
    elif isinstance(form, NextDateForm):
        form.next_date.choices = days(dockets, today)
    return form


def phases(rules: ProgramRules, present: str) -> list[SelectChoice]:
    """The next phase first, the others after it, never the present one."""
    following = rules.phase_after(present)
    others = [one for one in rules.phases if one.key != present and one is not following]
    ordered = ([following] if following else []) + others
    count = len(rules.phases)
    return [SelectChoice(one.key, f"{one.number} of {count}, {one.name}") for one in ordered]


def days(dockets: Iterable[Docket], today: date) -> list[SelectChoice]:
    found = [SelectChoice("", _("Choose the day"))]
    found += [
        SelectChoice(str(one.id), ", ".join(part for part in (day(one.held_on, today), one.courtroom) if part))
        for one in dockets
    ]
    return found
