"""Is the paper a consent at all: F01-F19 (2.31, 2.35; section 4), re-checked on every use (R15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from portal.consent.rules.codes import Defect
from portal.consent.rules.facts import Case
from portal.consent.rules.instruments import Consent, CriminalJusticeTerms
from portal.consent.rules.terms import (
    ALL,
    ANY_PURPOSE,
    LEGAL,
    TPO,
    Category,
    ConsentKind,
    ExpiryType,
    PartyType,
    Purpose,
)

AFTER_DISPOSITION = "after_final_disposition"
KNOWN = frozenset({*Category, ALL})
COUNSELING_ONLY = frozenset({Category.COUNSELING_NOTE})
LEGAL_ONLY = frozenset({Purpose.LEGAL_PROCEEDING})


def form_defects(consent: Consent, case: Case | None) -> tuple[Defect, ...]:
    """Every defect of a form, in the order of the checks. `case` is the one that the consent names, if there is one."""
    found: list[Defect] = []
    for check in CHECKS:
        found.extend(check(consent))
    if consent.kind == ConsentKind.CJ:
        found.extend(criminal_justice_terms(consent, case))
    return tuple(found)


def names(consent: Consent) -> Iterator[Defect]:
    """F01 the patient's name; F19 the same name as the consent's participant, else a human confirms an alias."""
    if blank(consent.form.patient_name):
        yield Defect.D01
    elif consent.form.patient_name != consent.participant_name:
        yield Defect.D19


def parties(consent: Consent) -> Iterator[Defect]:
    """F02 who may disclose; F04 who may receive, where an intermediary needs named members or a treating class."""
    if not consent.disclosers:
        yield Defect.D02
    if not consent.recipients:
        yield Defect.D04
    for recipient in consent.recipients:
        if recipient.type == PartyType.INTERMEDIARY and not recipient.participants and not recipient.treating_class:
            yield Defect.D04B
            return


def information(consent: Consent) -> Iterator[Defect]:
    """F03 specific information ("all" is for TPO); F11 counseling notes only with counseling notes.

    What nobody knows is not specific: a paper that lists such a kind is not relied on for the others either (R181).
    """
    categories = consent.information.categories
    if not categories:
        yield Defect.D03
    if (ALL in categories and consent.kind != ConsentKind.TPO) or not categories <= KNOWN:
        yield Defect.D03B
    if consent.kind == ConsentKind.COUNSELING:
        if categories != COUNSELING_ONLY:
            yield Defect.D11
    elif Category.COUNSELING_NOTE in categories:
        yield Defect.D11


def purposes(consent: Consent) -> Iterator[Defect]:
    """F05 each purpose; F12 a legal-proceeding consent stands alone; F13 a TPO consent serves nothing but TPO."""
    listed = consent.purposes
    if not listed:
        yield Defect.D05
    if ANY_PURPOSE in listed:
        yield Defect.D05B
    if consent.kind == ConsentKind.LEGAL:
        if listed - LEGAL_ONLY:
            yield Defect.D12
    elif listed & LEGAL:
        yield Defect.D12
    if consent.kind == ConsentKind.TPO and listed - TPO:
        yield Defect.D13


def revocation_wording(consent: Consent) -> Iterator[Defect]:
    """F06 the right to revoke and how; not asked of criminal-justice forms, which 2.35(a)(2) excepts."""
    if consent.kind == ConsentKind.CJ:
        return
    if not consent.form.revocation_right:
        yield Defect.D06
    if blank(consent.form.how_to_revoke):
        yield Defect.D06B


def expiry(consent: Consent) -> Iterator[Defect]:
    """F07 a date or an event; "none" only for TPO. Of an event's words it is only asked that there are some."""
    match consent.expiry.type:
        case None:
            yield Defect.D07
        case ExpiryType.DATE:
            if consent.expiry.at is None:
                yield Defect.D07
        case ExpiryType.NONE:
            if consent.kind != ConsentKind.TPO:
                yield Defect.D07B
        case ExpiryType.EVENT | ExpiryType.CONDITION:
            if blank(consent.expiry.event):
                yield Defect.D07C
        case _:
            assert_never(consent.expiry.type)


def signature(consent: Consent) -> Iterator[Defect]:
    """F08 a signature; F09 its date, not later than the recording."""
    if not consent.signers:
        yield Defect.D08
    if consent.signed_at is None:
        yield Defect.D09
    elif consent.signed_at > consent.recorded_at:
        yield Defect.D09B


def tpo_wording(consent: Consent) -> Iterator[Defect]:
    """F04c and F10: what a TPO form must say on redisclosure and on refusing."""
    if consent.kind != ConsentKind.TPO:
        return
    if not consent.form.hipaa_redisclosure:
        yield Defect.D04C
    if not consent.form.redisclosure_potential:
        yield Defect.D10
    if blank(consent.form.refusal_consequences):
        yield Defect.D10B


def conditions(consent: Consent) -> Iterator[Defect]:
    """F18: a counseling-note consent is never a condition of treatment, payment, enrollment or benefits."""
    if consent.kind == ConsentKind.COUNSELING and consent.form.treatment_conditioned is not False:
        yield Defect.D18


def criminal_justice_terms(consent: Consent, case: Case | None) -> Iterator[Defect]:
    """F14 how long; F15 a revocable point; F16 not after the disposition; F17 a condition of a named case's outcome."""
    terms = consent.terms
    named = case if case is not None and case.id == consent.case_id else None
    if terms is None or blank(terms.duration):
        yield Defect.D14
    if terms is None or (terms.revocable_at is None and blank(terms.revocable_event)):
        yield Defect.D15
    elif revocable_too_late(terms, named):
        yield Defect.D16
    if named is None or not named.condition_of_disposition:
        yield Defect.D17


def revocable_too_late(terms: CriminalJusticeTerms, case: Case | None) -> bool:
    """F16, 2.35(c): no later than the final disposition, as far as its latest possible date is known."""
    if terms.revocable_event == AFTER_DISPOSITION:
        return True
    latest = None if case is None else case.latest_possible_disposition_at
    return terms.revocable_at is not None and latest is not None and terms.revocable_at > latest


def blank(text: str) -> bool:
    """No words at all, or only white space."""
    return not text.strip()


CHECKS = (
    names,
    parties,
    information,
    purposes,
    revocation_wording,
    expiry,
    signature,
    tpo_wording,
    conditions,
)
