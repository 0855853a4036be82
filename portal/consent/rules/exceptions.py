"""S11: a basis other than consent is claimed (2.12(c), 2.15(b), 2.51-2.54; R58, R82-R84, R100-R117)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from portal.consent.rules import obligations
from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import Emergency, Facts
from portal.consent.rules.form import blank
from portal.consent.rules.intervals import has_come
from portal.consent.rules.legal import COURT_ORDER_BASIS, under_order
from portal.consent.rules.restriction import restricted
from portal.consent.rules.terms import CONSENT_BASIS, AgreementKind, Category, Purpose


def claimed_exception(facts: Facts, at: datetime) -> Decision | None:
    """S11: stops here for whatever basis is claimed. The list is closed: any other opens nothing (R114).

    No role ceiling, restriction or withholding applies to any of these.
    """
    if facts.request.basis == CONSENT_BASIS:
        return None
    exception = EXCEPTIONS.get(facts.request.basis)
    return deny(Reason.NO_PART2_EXCEPTION) if exception is None else exception(facts, at)


def court_order(facts: Facts, at: datetime) -> Decision:
    """R82-R84 for a purpose that is no proceeding against the patient."""
    return under_order(facts, at, facts.actor)


def emergency(facts: Facts, at: datetime) -> Decision:
    """R100-R103: to medical personnel, bona fide, prior consent unobtainable, documented at once.

    A restriction doesn't stop emergency treatment: the provider is asked to use it no further.
    """
    if facts.actor.medical_personnel is not True:
        return deny(Reason.EMERGENCY_NOT_MEDICAL)
    failure = emergency_failure(facts.request.emergency)
    if failure is not None:
        return deny(failure)
    promised = restricted(facts, at, facts.actor, Purpose.TREATMENT)
    return permit(Reason.EMERGENCY_2_51, obligations.of_emergency(promised))


def emergency_failure(claim: Emergency | None) -> Reason | None:
    """R100, R102, in this order; who claims an emergency and describes none has not shown a bona fide one."""
    if claim is None or claim.bona_fide is not True:
        return Reason.EMERGENCY_NOT_BONA_FIDE
    if claim.consent_unobtainable is not True:
        return Reason.EMERGENCY_CONSENT_OBTAINABLE
    if blank(claim.nature) or blank(claim.recipient_name):
        return Reason.EMERGENCY_NOT_DOCUMENTED
    return None


def service_agreement(facts: Facts, at: datetime) -> Decision:
    """R110, R111: a QSO of this very program, for a category among its services; audited, not accounted for."""
    agreements = facts.site.between(AgreementKind.QSOA, facts.record.origin, facts.actor.agency, at)
    if not agreements:
        return deny(Reason.QSOA_NOT_IN_FORCE)
    if not any(facts.record.category in agreement.services for agreement in agreements):
        return deny(Reason.QSOA_SCOPE)
    return permit(Reason.QSOA, (Obligation.QSO_BOUND, Obligation.PROJECT_FIELDS))


def audit(facts: Facts, at: datetime) -> Decision:
    """R115: a body entitled to audit this program, under its written undertaking."""
    if not facts.site.between(AgreementKind.AUDIT, facts.record.origin, facts.actor.agency, at):
        return deny(Reason.AUDIT_NOT_IN_FORCE)
    return logged(Reason.AUDIT, Obligation.AUDIT_USE_ONLY_2_53)


def research(facts: Facts, at: datetime) -> Decision:
    """R116: research on this program's records that was approved; aggregate reporting only."""
    if not facts.site.between(AgreementKind.RESEARCH, facts.record.origin, facts.actor.agency, at):
        return deny(Reason.RESEARCH_NOT_IN_FORCE)
    return logged(Reason.RESEARCH, Obligation.RESEARCH_USE_ONLY_2_52)


def child_abuse_report(facts: Facts, at: datetime) -> Decision:
    """R112: the initial report to the protection agency; the chart and the follow-up stay protected."""
    if agency_type(facts) == "child_protection" and facts.request.report_initial is True:
        return logged(Reason.CHILD_ABUSE_REPORT, Obligation.REPORT_ONLY_2_12C6)
    return deny(Reason.CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY)


def crime_on_premises(facts: Facts, at: datetime) -> Decision:
    """R113: the incident, to law enforcement."""
    if agency_type(facts) == "law_enforcement" and facts.record.category == Category.INCIDENT_REPORT:
        return logged(Reason.CRIME_ON_PREMISES, Obligation.INCIDENT_FACTS_ONLY_2_12C5)
    return deny(Reason.CRIME_SCOPE)


def vital_statistics(facts: Facts, at: datetime) -> Decision:
    """R58: the cause of death of someone who has died, to the authority that collects it."""
    if has_come(facts.participant.deceased_at, at) and agency_type(facts) == "vital_records":
        return logged(Reason.VITAL_STATISTICS, Obligation.CAUSE_OF_DEATH_ONLY)
    return deny(Reason.NO_PART2_EXCEPTION)


def agency_type(facts: Facts) -> str:
    return facts.site.agency(facts.actor.agency).type


def logged(reason: Reason, use_limit: Obligation) -> Decision:
    """A disclosure that is accounted for, with the limit of its use."""
    return permit(reason, (Obligation.LOG_DISCLOSURE, use_limit))


EXCEPTIONS: dict[str, Callable[[Facts, datetime], Decision]] = {
    "emergency": emergency,
    "qsoa": service_agreement,
    COURT_ORDER_BASIS: court_order,
    "child_abuse_report": child_abuse_report,
    "crime_on_premises": crime_on_premises,
    "vital_statistics": vital_statistics,
    "audit": audit,
    "research": research,
}
