"""Use in proceedings and court orders (S7; 2.12(d), 2.31(d), 2.61-2.67; R80-R85)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.consents import disclose
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import CourtOrder, Facts, Inquiry, Reader
from portal.consent.rules.intervals import Interval, has_come
from portal.consent.rules.terms import CONFIDENTIAL_COMMUNICATIONS, CRIMINAL, LEGAL, Category, ConsentKind

LEGAL_CONSENTS = frozenset({ConsentKind.LEGAL})
COURT_ORDER_BASIS = "court_order"
AGAINST_THE_PATIENT = "2.65"
NON_CRIMINAL = "2.64"


def legal_use(facts: Facts, at: datetime) -> Decision | None:
    """S7: stops here for every legal purpose, the program's own staff included.

    R81: only a legal-proceeding consent helps. In a redisclosure the target is the reader and the holder the discloser.
    """
    if not is_legal(facts):
        return None
    if facts.request.basis == COURT_ORDER_BASIS:
        return under_order(facts, at, facts.reader)
    discloser = facts.actor.agency if facts.redisclosing else facts.record.origin
    return disclose(
        Inquiry(facts, at, facts.reader, discloser),
        absent=Reason.LEGAL_USE_BLOCKED,
        kinds=LEGAL_CONSENTS,
    )


def is_legal(facts: Facts) -> bool:
    """R80: an investigation of or a proceeding against the patient, or testimony about the record."""
    return facts.request.purpose in LEGAL


def under_order(facts: Facts, at: datetime, reader: Reader) -> Decision:
    """R82-R84: a qualifying order whose scope this is. Restrictions, withholding and ceilings do not stop it."""
    order = facts.request.court_order
    failure = Reason.ORDER_NOT_QUALIFYING if order is None else order_failure(order, facts, at, reader)
    if failure is not None:
        return deny(failure)
    return permit(Reason.COURT_ORDER, (Obligation.LOG_DISCLOSURE, Obligation.ORDER_SCOPE_ONLY))


def order_failure(order: CourtOrder, facts: Facts, at: datetime, reader: Reader) -> Reason | None:
    """The order check, in the order of section 18; the first failure decides."""
    if not in_force(order, at) or order.findings_recorded is not True or order.notice_given is not True:
        return Reason.ORDER_NOT_QUALIFYING
    category = facts.record.category
    if (
        order.participant != facts.participant.id
        or reader.agency not in order.recipient_agencies
        or category not in order.categories
    ):
        return Reason.ORDER_SCOPE
    if not section_fits(order.section, facts.request.purpose):
        return Reason.ORDER_NOT_QUALIFYING
    return None if reaches_confidential(order, category) else Reason.ORDER_SCOPE


def in_force(order: CourtOrder, at: datetime) -> bool:
    """R83, R20: issued, not expired, not vacated."""
    return Interval(order.issued_at, order.expires_at).covers(at) and not has_come(order.vacated_at, at)


def section_fits(section: str, purpose: str) -> bool:
    """R83: 2.65 serves proceedings against the patient; 2.64 all but criminal ones; 2.66 and 2.67 none of a patient."""
    if section == AGAINST_THE_PATIENT:
        return purpose in LEGAL
    return section == NON_CRIMINAL and purpose not in CRIMINAL


def reaches_confidential(order: CourtOrder, category: str) -> bool:
    """R84, R93: notes and assessments only where the order says so on a 2.63 ground; counseling notes only by name."""
    if category in CONFIDENTIAL_COMMUNICATIONS and order.covers_confidential_communications is not True:
        return False
    return category != Category.COUNSELING_NOTE or order.covers_counseling_notes is True
