"""S6: SUD counseling notes (2.31(b); R90-R94)."""

from __future__ import annotations

from datetime import datetime

from portal.consent.rules.codes import Reason
from portal.consent.rules.consents import disclose
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import Facts, Inquiry
from portal.consent.rules.legal import COURT_ORDER_BASIS, is_legal, under_order
from portal.consent.rules.terms import CONSENT_BASIS, Category, ConsentKind, Purpose

COUNSELING_CONSENTS = frozenset({ConsentKind.COUNSELING})
PROGRAM_EXCEPTIONS = frozenset({Purpose.SUPERVISED_TRAINING, Purpose.PROGRAM_DEFENSE})


def counseling_notes(facts: Facts, at: datetime) -> Decision | None:
    """S6: stops here for every counseling note, whoever asks and whatever for.

    R91 the originator and the program's own exceptions; R84, R93 an order; R90 nobody else, own colleagues included,
    without R92 a consent of this kind alone. Its text carries no role ceiling, but restrictions and withholding hold.
    """
    if facts.record.category != Category.COUNSELING_NOTE:
        return None
    exception = own_program_exception(facts)
    if exception is not None:
        return permit(exception)
    if facts.request.basis == COURT_ORDER_BASIS:
        return under_order(facts, at, facts.reader)
    if facts.request.basis != CONSENT_BASIS or is_legal(facts):
        return deny(Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)
    return disclose(
        Inquiry(facts, at, facts.reader, facts.record.origin),
        absent=Reason.COUNSELING_NOTES_NEED_OWN_CONSENT,
        kinds=COUNSELING_CONSENTS,
        ceiling=False,
    )


def own_program_exception(facts: Facts) -> Reason | None:
    """R91: the author's own treatment use, supervised training, defense against the patient; never a redisclosure."""
    if facts.redisclosing or not facts.is_origin_staff(facts.actor):
        return None
    purpose = facts.request.purpose
    if purpose == Purpose.TREATMENT and facts.actor.user == facts.record.author:
        return Reason.OWN_NOTE_ORIGINATOR
    return Reason.COUNSELING_EXCEPTION if purpose in PROGRAM_EXCEPTIONS else None
