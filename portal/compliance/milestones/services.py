"""Recording what meets a milestone, and what the judge waived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.compliance.milestones.models import Attestation, MilestoneWaiver
from portal.gate.vocabulary import Category, Regime
from portal.participants.enrollments.models import Enrollment
from portal.participants.programs.definition import Milestone, UnknownKey
from portal.participants.programs.services import rules_of
from portal.participants.programs.vocabulary import Measure
from portal.web.number_fields import MOST
from portal.web.refused import Refused

JUSTICE_TELLS = frozenset({Category.PHASE_STATUS, Category.NEED_GOAL, Category.OBLIGATION})
"""What an agency that is no treatment program tells as its own record; anything else it says about progress itself."""


@dataclass(frozen=True, slots=True)
class Attest:
    """What was seen or heard for a milestone. `amount` counts where the milestone counts."""

    milestone_key: str
    seen_on: date
    words: str
    amount: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Waive:
    """The judge waives a milestone, with the reason."""

    milestone_key: str
    waived_on: date
    reason: str
    hearing_id: UUID | None = None


def attest_milestone(session: Session, actor: Principal, enrollment: Enrollment, command: Attest) -> Attestation:
    """Record what meets a milestone. Refused for a role that the rules do not name, a day ahead, and empty words."""
    milestone = milestone_of(enrollment, command.milestone_key)
    if not may_attest(actor, milestone):
        raise Refused("", _("This milestone is confirmed by somebody else."))
    if command.seen_on > clock.local_date(clock.now(), actor.zone):
        raise Refused("seen_on", _("Enter a day that has come."))
    if command.seen_on < enrollment.started_on:
        raise Refused("seen_on", _("Enter a day from the enrollment on; this one lies before it."))
    words = command.words.strip()
    if not words:
        raise Refused("words", _("Enter what you saw or heard, in a few words."))
    if len(words) > 280:
        raise Refused("words", _("Shorten it to 280 characters."))
    if not 0 < command.amount <= MOST:
        raise Refused("amount", _("Enter a number above 0 and up to 1,000,000."))
    row = Attestation(
        **gate_columns(actor, category_for(milestone, actor), enrollment.participant_id, command.seen_on),
        enrollment_id=enrollment.id,
        milestone_key=milestone.key,
        seen_on=command.seen_on,
        words=words,
        amount=command.amount,
        recorded_at=clock.now(),
    )
    session.add(row)
    record_act(session, actor, "milestone_attested", row, note=milestone.key)
    session.flush()
    return row


def waive_milestone(session: Session, actor: Principal, enrollment: Enrollment, command: Waive) -> MilestoneWaiver:
    """Record that the judge waived a milestone; only the court's own people record it, with the judge's reason."""
    milestone = milestone_of(enrollment, command.milestone_key)
    if enrollment.origin_id != actor.agency_id:
        raise Refused("", _("Only the program itself waives a milestone."))
    if not command.reason.strip():
        raise Refused("reason", _("Enter the judge’s reason."))
    row = MilestoneWaiver(
        **gate_columns(actor, Category.PHASE_STATUS, enrollment.participant_id, command.waived_on),
        enrollment_id=enrollment.id,
        milestone_key=milestone.key,
        waived_on=command.waived_on,
        reason=command.reason.strip(),
        hearing_id=command.hearing_id,
        recorded_at=clock.now(),
    )
    session.add(row)
    record_act(session, actor, "milestone_waived", row, note=milestone.key)
    session.flush()
    return row


def milestone_of(enrollment: Enrollment, key: str) -> Milestone:
    try:
        return rules_of(enrollment.program_version).milestone(key)
    except UnknownKey:
        raise Refused("", _("This program has no such milestone.")) from None


def may_attest(actor: Principal, milestone: Milestone) -> bool:
    """Whether the rules name the actor's role for this milestone."""
    return milestone.measure is Measure.RECORDED and actor.role in milestone.attested_by


def category_for(milestone: Milestone, actor: Principal) -> Category:
    """The milestone's own category; a justice or social agency can't make a clinic's record, it tells the phase."""
    if actor.regime is Regime.CJ and milestone.category not in JUSTICE_TELLS:
        return Category.PHASE_STATUS
    return milestone.category
