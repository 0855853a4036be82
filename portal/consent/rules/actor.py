"""Who is asking, and may the portal serve the record's program at all (S1-S4; R1-R4)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules.codes import Reason
from portal.consent.rules.decision import Decision, deny
from portal.consent.rules.facts import Facts
from portal.consent.rules.intervals import has_come
from portal.consent.rules.terms import EVALUATOR, GUARDIAN, PARTICIPANT, SYSTEM_ADMIN, AgreementKind, Regime

ACTIVE = "active"
AGGREGATE_BASES = frozenset({"audit", "research"})


def actor_inactive(facts: Facts, at: datetime) -> Decision | None:
    """S1, R1: a suspended or ended account is nobody's workforce any more, from the ending instant on."""
    actor = facts.actor
    if actor.status == ACTIVE and not has_come(actor.ended_at, at):
        return None
    return deny(Reason.ACTOR_INACTIVE)


def agency_not_participating(facts: Facts, at: datetime) -> Decision | None:
    """S2, R2: the actor's agency needs a participation agreement in force; patients and guardians are exempt."""
    if facts.actor.role in (PARTICIPANT, GUARDIAN):
        return None
    if facts.site.in_force(AgreementKind.PARTICIPATION, facts.actor.agency, at):
        return None
    return deny(Reason.AGENCY_NOT_PARTICIPATING)


def technical_role(facts: Facts, at: datetime) -> Decision | None:
    """S3, R4: administrators never see content; evaluators only under an audit or research undertaking."""
    role = facts.actor.role
    if role == SYSTEM_ADMIN or (role == EVALUATOR and facts.request.basis not in AGGREGATE_BASES):
        return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)
    return None


def hosting_ended(facts: Facts, at: datetime) -> Decision | None:
    """S4, R3: without its hosting agreement a Part 2 program's records are processed for its own staff only.

    Copies delivered earlier stay with their holders. Patients, controlling entities, orders and emergencies are not
    excepted: they turn to the program.
    """
    record = facts.record
    if record.regime != Regime.PART2 or not facts.site.agency(record.origin).part2_program:
        return None
    if facts.is_origin_staff(facts.actor) or holds_copy(facts, at):
        return None
    if facts.site.in_force(AgreementKind.HOSTING, record.origin, at):
        return None
    return deny(Reason.HOSTING_AGREEMENT_ENDED)


def holds_copy(facts: Facts, at: datetime) -> bool:
    """R28: the actor's agency has a copy that was lawfully delivered by now."""
    copy = facts.record.held_copy
    return copy is not None and copy.agency == facts.actor.agency and has_come(copy.received_at, at)
