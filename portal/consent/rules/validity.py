"""Is a sound consent in force now: true, effective, unexpired, unrevoked (C5-C8; R13, R17, R21-R29)."""

from __future__ import annotations

from typing import assert_never

from portal.consent.rules.codes import Reason
from portal.consent.rules.criminal_justice import revocable_from
from portal.consent.rules.facts import Inquiry
from portal.consent.rules.instruments import Consent, Revocation
from portal.consent.rules.intervals import has_come
from portal.consent.rules.parties import reaches_strictly, team_cases
from portal.consent.rules.terms import ALL, ConsentKind, RevocationScope


def materially_false(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C5, R17: the program knows, or with reasonable diligence would know, that it is false."""
    return None if consent.known_false is False else Reason.MATERIALLY_FALSE


def not_yet_effective(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C6, R21: from the signature or the stated start, whichever is later; a back-dated start never precedes it."""
    if not has_come(consent.signed_at, inquiry.at):
        return Reason.NOT_YET_EFFECTIVE
    if consent.effective_from is not None and not has_come(consent.effective_from, inquiry.at):
        return Reason.NOT_YET_EFFECTIVE
    return None


def expired(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C7, R22-R24: the date or the event, whichever has come, at its exact instant; TPO "none" has neither."""
    if has_come(consent.expiry.at, inquiry.at) or has_come(consent.expiry.occurred_at, inquiry.at):
        return Reason.EXPIRED
    return None


def revoked(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C8, R13, R25, R26, R29: replaced, or revoked for this reader or category; oral ones count the same."""
    if has_come(consent.superseded_at, inquiry.at):
        return Reason.REVOKED
    for revocation in consent.revocations:
        if takes_effect(revocation, consent, inquiry) and touches(revocation, consent, inquiry):
            return Reason.REVOKED
    return None


def takes_effect(revocation: Revocation, consent: Consent, inquiry: Inquiry) -> bool:
    """R25, R27: at receipt, whatever date it states; R63: a criminal-justice one not before its revocable point."""
    if inquiry.at < revocation.received_at:
        return False
    if consent.kind != ConsentKind.CJ:
        return True
    return has_come(revocable_from(consent, inquiry.facts.participant), inquiry.at)


def touches(revocation: Revocation, consent: Consent, inquiry: Inquiry) -> bool:
    """R26: only that recipient's or that category's part ends."""
    match revocation.scope:
        case RevocationScope.ALL:
            return True
        case RevocationScope.CATEGORY:
            return revocation.category in (ALL, inquiry.facts.record.category)
        case RevocationScope.RECIPIENT:
            if revocation.recipient is None:
                raise ValueError("a revocation for a recipient names none")
            cases = team_cases(consent, inquiry.facts)
            return reaches_strictly(revocation.recipient, inquiry.reader, inquiry.at, inquiry.facts, cases)
        case _:
            assert_never(revocation.scope)
