"""What a permit binds to (R160 and section 18, "Obligations, exhaustive")."""

from __future__ import annotations

from collections.abc import Collection

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.decision import Decision, deny
from portal.consent.rules.facts import Facts, Inquiry, Reader
from portal.consent.rules.instruments import Consent
from portal.consent.rules.parties import reaches
from portal.consent.rules.terms import ConsentKind, PartyType, Purpose

DISCLOSED = (Obligation.NOTICE_2_32, Obligation.COPY_OR_SCOPE_2_32B, Obligation.LOG_DISCLOSURE)


def of_consent(consent: Consent, inquiry: Inquiry) -> tuple[Obligation, ...]:
    """CONSENT_COVERS, also through R72: notice, scope, log; then by kind; fields; the intermediary's list."""
    facts = inquiry.facts
    owed = [*DISCLOSED, *by_kind(consent.kind, inquiry.reader, facts)]
    if consent.kind != ConsentKind.LEGAL:
        owed.extend(field_projection(facts))
    if through_treating_class(consent, inquiry):
        owed.append(Obligation.INTERMEDIARY_LIST_2_24)
    return tuple(owed)


def by_kind(kind: ConsentKind, reader: Reader, facts: Facts) -> tuple[Obligation, ...]:
    """R67 criminal justice, R73-R75 TPO by what the recipient's agency is, R81 legal proceeding; others stop here."""
    if kind == ConsentKind.CJ:
        return (Obligation.CJ_USE_ONLY_2_35D,)
    if kind == ConsentKind.LEGAL:
        return (Obligation.PROCEEDING_ONLY_2_31D,)
    if kind != ConsentKind.TPO:
        return (Obligation.NO_REDISCLOSURE,)
    agency = facts.site.agency(reader.agency)
    if agency.hipaa_bound:
        return (Obligation.NO_LEGAL_USE, Obligation.HIPAA_REDISCLOSURE_ALLOWED)
    if agency.part2_program:
        return (Obligation.NO_LEGAL_USE, Obligation.REDISCLOSE_PER_CONSENT_2_33B2)
    return (Obligation.NO_LEGAL_USE, Obligation.NO_REDISCLOSURE)


def field_projection(facts: Facts) -> tuple[Obligation, ...]:
    """R41: only the category's allow-listed fields, for any purpose but treatment."""
    return () if facts.request.purpose == Purpose.TREATMENT else (Obligation.PROJECT_FIELDS,)


def through_treating_class(consent: Consent, inquiry: Inquiry) -> bool:
    """R136: an intermediary entry with a treating class matches the reader; named members alone bring no list."""
    return any(
        recipient.treating_class and reaches(recipient, inquiry.reader, inquiry.at, inquiry.facts, ())
        for recipient in consent.recipients
        if recipient.type == PartyType.INTERMEDIARY
    )


def of_official_duty() -> tuple[Obligation, ...]:
    """REDISCLOSURE_OFFICIAL_DUTY (R71)."""
    return (*DISCLOSED, Obligation.CJ_USE_ONLY_2_35D, Obligation.PROJECT_FIELDS)


def of_hipaa_redisclosure(facts: Facts) -> tuple[Obligation, ...]:
    """REDISCLOSURE_HIPAA (R73)."""
    kind = (Obligation.HIPAA_REDISCLOSURE_ALLOWED, Obligation.NO_LEGAL_USE)
    return (*DISCLOSED, *kind, *field_projection(facts))


def of_redisclosure_per_consent(facts: Facts) -> tuple[Obligation, ...]:
    """REDISCLOSURE_PER_CONSENT (R74)."""
    kind = (Obligation.REDISCLOSE_PER_CONSENT_2_33B2, Obligation.NO_LEGAL_USE)
    return (*DISCLOSED, *kind, *field_projection(facts))


def of_retained_copy(received_under: str) -> tuple[Obligation, ...]:
    """RETAINED_COPY (R28): the copy stays bound as it came; nothing else is owed."""
    if received_under == ConsentKind.CJ:
        return (Obligation.CJ_USE_ONLY_2_35D,)
    return (Obligation.NO_REDISCLOSURE,)


def of_emergency(restricted: bool) -> tuple[Obligation, ...]:
    """EMERGENCY_2_51 (R102); R103 when a restriction on treatment use would otherwise have stopped it."""
    owed = (Obligation.DOCUMENT_EMERGENCY_2_51C, Obligation.LOG_DISCLOSURE, Obligation.REVIEW_BREAK_GLASS)
    return (*owed, Obligation.REQUEST_NO_FURTHER_USE_2_26) if restricted else owed


def unless_unmet(decision: Decision, can_meet: Collection[Obligation]) -> Decision:
    """R160: a permit with an obligation that the portal can't meet, or doesn't know, is a denial."""
    unmet = [obligation for obligation in decision.obligations if obligation not in can_meet]
    return deny(Reason.ERROR) if unmet else decision
