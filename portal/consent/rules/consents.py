"""S12: the consents, checked one by one as a whole, and what stands above a consent (C1-C15; R10-R16, R40, R120)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from portal.consent.rules import obligations
from portal.consent.rules.codes import Reason
from portal.consent.rules.criminal_justice import outside_duty
from portal.consent.rules.decision import Decision, deny, permit
from portal.consent.rules.facts import Facts, Inquiry
from portal.consent.rules.form import form_defects
from portal.consent.rules.instruments import Consent
from portal.consent.rules.parties import discloser_not_named, recipient_not_named
from portal.consent.rules.restriction import restricted
from portal.consent.rules.scope import (
    category_out_of_scope,
    label_not_named,
    other_proceeding,
    purpose_not_covered,
    record_date_out_of_range,
)
from portal.consent.rules.signers import wrong_signer
from portal.consent.rules.site import needs
from portal.consent.rules.terms import ConsentKind
from portal.consent.rules.validity import expired, materially_false, not_yet_effective, revoked

Check = Callable[[Consent, Inquiry], Reason | None]

PART2_KINDS: Final = frozenset(ConsentKind) - {ConsentKind.RELEASE}
NARROWEST_FIRST: Final = {
    ConsentKind.COUNSELING: 0,
    ConsentKind.LEGAL: 0,
    ConsentKind.CJ: 1,
    ConsentKind.GENERAL: 2,
    ConsentKind.TPO: 3,
}
NEVER: Final = datetime.max.replace(tzinfo=UTC)


def not_part2(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C2, R14: a general medical release or a HIPAA-only form is not enough."""
    return None if consent.kind in PART2_KINDS else Reason.NOT_PART2_CONSENT


def deficient(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C3, R15: a form with a defect may not be relied on, however it entered the database."""
    case = inquiry.facts.participant.case(consent.case_id)
    return Reason.DEFICIENT_FORM if form_defects(consent, case) else None


CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("C2", not_part2),
    ("C3", deficient),
    ("C4", wrong_signer),
    ("C5", materially_false),
    ("C6", not_yet_effective),
    ("C7", expired),
    ("C8", revoked),
    ("C9", discloser_not_named),
    ("C10", recipient_not_named),
    ("C11", category_out_of_scope),
    ("C12", label_not_named),
    ("C13", purpose_not_covered),
    ("C14", record_date_out_of_range),
    ("C15", outside_duty),
    ("C15", other_proceeding),
)
"""The consent checks in their order. C1, the same participant, is the filter before them (R11)."""
RECIPIENT_CHECK: Final = 10


@dataclass(frozen=True, slots=True)
class Failure:
    """The first check that a consent fails: its name, its place in the order, and the reason it gives."""

    check: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reliance:
    """What the participant's consents give: the one to rely on, else why none passed; both are empty without any."""

    consent: Consent | None
    reasons: frozenset[Reason]


def first_failure(consent: Consent, inquiry: Inquiry) -> Failure | None:
    """The first of C2-C15 that a consent of the participant fails; None when it covers the disclosure as a whole."""
    for name, check in CHECKS:
        reason = check(consent, inquiry)
        if reason is not None:
            return Failure(name, reason)
    return None


def names_reader(consent: Consent, inquiry: Inquiry) -> bool:
    """A sound consent in force names discloser and reader: C2-C10, whatever it covers beside."""
    return all(check(consent, inquiry) is None for name, check in CHECKS if int(name[1:]) <= RECIPIENT_CHECK)


def rely(inquiry: Inquiry, kinds: Collection[ConsentKind]) -> Reliance:
    """S12, R12: one whole consent, never two stitched; when none passes, why those failed that got furthest."""
    passing: list[Consent] = []
    furthest, reasons = 0, set[Reason]()
    for consent in inquiry.facts.consents:
        if consent.participant != inquiry.facts.participant.id or consent.kind not in kinds:
            continue
        failure = first_failure(consent, inquiry)
        if failure is None:
            passing.append(consent)
            continue
        reached = int(failure.check[1:])
        if reached > furthest:
            furthest, reasons = reached, set()
        if reached == furthest:
            reasons.add(failure.reason)
    if passing:
        return Reliance(min(passing, key=narrowest_then_earliest), frozenset())
    return Reliance(None, frozenset(reasons))


def narrowest_then_earliest(consent: Consent) -> tuple[int, datetime, str]:
    """Which of several to rely on: by kind, then the earliest end, then the lowest id (sections 1 and 18)."""
    expiry = consent.expiry
    return (NARROWEST_FIRST[consent.kind], expiry.at or expiry.occurred_at or NEVER, consent.id)


def disclose(
    inquiry: Inquiry,
    *,
    absent: Reason,
    kinds: Collection[ConsentKind] = frozenset(ConsentKind),
    ceiling: bool = True,
) -> Decision:
    """S12 to its end: a consent, then the role ceiling (R40), the restriction (R120), the origin's withholding (R16).

    `absent` is the reason when the participant has no consent of these kinds at all. Counseling notes know no
    ceiling. The origin's withholding binds whenever the origin discloses; a holder that passes on its own copy is
    another discloser, which it doesn't reach.
    """
    facts, reader = inquiry.facts, inquiry.reader
    reliance = rely(inquiry, kinds)
    if reliance.consent is None:
        return deny(*(reliance.reasons or (absent,)))
    if ceiling and not needs(facts.site.matrices.cross_agency, reader.role, facts.record.category):
        return deny(Reason.ROLE_CATEGORY_NOT_NEEDED)
    if restricted(facts, inquiry.at, reader, facts.request.purpose):
        return deny(Reason.RESTRICTION_2_26)
    if inquiry.discloser == facts.record.origin and facts.record.withheld is not False:
        return deny(Reason.WITHHELD_BY_ORIGIN)
    owed = obligations.of_consent(reliance.consent, inquiry)
    return permit(Reason.CONSENT_COVERS, owed, reliance.consent.id)


def consents(facts: Facts, at: datetime) -> Decision:
    """S12: nothing else applied, so a written consent must cover it (R10)."""
    return disclose(Inquiry(facts, at, facts.actor, facts.record.origin), absent=Reason.NO_CONSENT)
