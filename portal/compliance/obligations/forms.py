"""Forms of obligations and proofs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.compliance.obligations.services import AMOUNT, AddProof, RecordObligation
from portal.compliance.obligations.vocabulary import ObligationKind, ProofState, Unit
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm
from portal.web.number_fields import FigureField, above_zero


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


class ObligationForm(PortalForm):
    """What is to be done, how much of it, by when."""

    kind = SelectField(_("Kind"), choices=lambda: [(kind.value, kind.label) for kind in ObligationKind])
    label = StringField(
        _("What is to be done"),
        validators=[InputRequired(_("Enter what is to be done.")), Length(max=200)],
    )
    target = FigureField(_("How much"), validators=[InputRequired(AMOUNT), above_zero(AMOUNT)])
    unit = SelectField(_("Of what"), choices=lambda: [(unit.value, unit.label) for unit in Unit])
    ordered_on = RememberedDateField(
        _("When was it ordered or agreed?"),
        validators=[InputRequired(_("Enter the day.")), NotAhead(today)],
        default=today,
    )
    due_on = DateField(_("Due"), validators=[Optional()])
    contested = BooleanField(_("Contested; it waits for the hearing"))

    def command(self, participant_id: UUID) -> RecordObligation:
        return RecordObligation(
            participant_id=participant_id,
            kind=self.kind.data,
            label=self.label.data or "",
            target=self.target.data or Decimal(0),
            unit=self.unit.data,
            ordered_on=self.ordered_on.data or today(),
            due_on=self.due_on.data,
            contested=bool(self.contested.data),
        )


class ProofForm(PortalForm):
    """One proof: what was done, when, how much."""

    done_on = RememberedDateField(
        _("When was it done?"), validators=[InputRequired(_("Enter the day.")), NotAhead(today)], default=today
    )
    amount = FigureField(_("How much"), validators=[InputRequired(AMOUNT), above_zero(AMOUNT)])
    words = TextAreaField(_("What proves it"), validators=[Length(max=280, message=_("Shorten it to 280 characters."))])
    seen = BooleanField(_("I have seen the proof; it counts from now on"), default=True)

    def command(self, obligation_id: UUID) -> AddProof:
        amount = self.amount.data or Decimal(0)
        return AddProof(
            obligation_id, self.done_on.data or today(), amount, self.words.data or "", bool(self.seen.data)
        )


class CheckForm(PortalForm):
    """A waiting proof is accepted or returned."""

    state = RadioField(
        _("After looking at it"),
        choices=lambda: [(state.value, state.label) for state in (ProofState.ACCEPTED, ProofState.RETURNED)],
        validators=[InputRequired(_("Accept the proof or return it."))],
    )
    words = StringField(_("Remark"), validators=[Length(max=280), Optional()])
