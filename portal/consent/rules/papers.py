"""Reads consents and restrictions of a decision case (section 0 of the consent rules). Strict like `cases.py`."""

from __future__ import annotations

from portal.consent.rules.instruments import (
    Consent,
    CriminalJusticeTerms,
    Discloser,
    Expiry,
    FormWording,
    Information,
    Recipient,
    Restriction,
    Revocation,
)
from portal.consent.rules.terms import ConsentKind, ExpiryType, Label, PartyType, RestrictionReach, RevocationScope
from portal.consent.rules.values import (
    Object,
    absent,
    day,
    each,
    flag,
    moment,
    moment_or_none,
    text,
    wording,
    words,
)


def consent_from(given: Object) -> Consent:
    return Consent(
        id=text(given["id"]),
        kind=ConsentKind(given["kind"]),
        participant=text(given["participant"]),
        participant_name=wording(given["participant_name"]),
        disclosers=each(discloser_from, given["disclosers"]),
        information=information_from(given["information"]),
        recipients=each(recipient_from, given["recipients"]),
        purposes=words(given["purposes"]),
        expiry=expiry_from(given["expiry"]),
        signed_at=moment_or_none(given["signed_at"]),
        effective_from=moment_or_none(given["effective_from"]),
        recorded_at=moment(given["recorded_at"]),
        signers=frozenset(text(signature["signer"]) for signature in given["signatures"]),
        form=form_from(given["form"]),
        terms=absent(terms_from, given.get("cj")),
        proceeding_id=absent(text, given.get("proceeding_id")),
        known_false=flag(given["known_false"]),
        revocations=each(revocation_from, given["revocations"]),
        superseded_at=moment_or_none(given["superseded_at"]),
    )


def information_from(given: Object) -> Information:
    return Information(
        categories=words(given["categories"]),
        labels=frozenset(Label(label) for label in given["sensitivities"]),
        record_from=absent(day, given["record_from"]),
        record_to=absent(day, given["record_to"]),
    )


def discloser_from(given: Object) -> Discloser:
    kind = PartyType(given["type"])
    return Discloser(kind, text(given["class" if kind == PartyType.CLASS else "id"]))


def recipient_from(given: Object) -> Recipient:
    """Each type has its own keys; a person's agency may be left open, an intermediary's members may be none."""
    kind = PartyType(given["type"])
    match kind:
        case PartyType.PERSON:
            return Recipient(kind, text(given["id"]), agency=absent(text, given.get("agency")))
        case PartyType.ROLE:
            return Recipient(kind, text(given["role"]), agency=text(given["agency"]))
        case PartyType.CLASS:
            return Recipient(kind, text(given["class"]))
        case PartyType.AGENCY:
            return Recipient(kind, text(given["id"]))
        case PartyType.INTERMEDIARY:
            return Recipient(
                kind,
                wording(given.get("id")),
                participants=words(given.get("participants") or []),
                treating_class=flag(given.get("treating_class") or False),
            )


def expiry_from(given: Object) -> Expiry:
    return Expiry(
        type=absent(ExpiryType, given["type"]),
        at=moment_or_none(given["at"]),
        event=wording(given["event"]),
        occurred_at=moment_or_none(given["occurred_at"]),
    )


def form_from(given: Object) -> FormWording:
    return FormWording(
        patient_name=wording(given["patient_name"]),
        revocation_right=flag(given["revocation_right_statement"]),
        how_to_revoke=wording(given["revocation_how"]),
        hipaa_redisclosure=flag(given["hipaa_redisclosure_statement"]),
        redisclosure_potential=flag(given["redisclosure_potential_statement"]),
        refusal_consequences=wording(given["refusal_consequences"]),
        treatment_conditioned=flag(given["treatment_conditioned_on_signing"]),
    )


def terms_from(given: Object) -> CriminalJusticeTerms:
    """A form that names no revocable point at all has null there, which the form checks find (F15)."""
    revocable = given["revocable"] or {"at": None, "event_code": None, "occurred_at": None}
    return CriminalJusticeTerms(
        case_id=absent(text, given["case_id"]),
        duration=wording(given["duration_text"]),
        revocable_at=moment_or_none(revocable["at"]),
        revocable_event=wording(revocable["event_code"]),
        revocable_occurred_at=moment_or_none(revocable["occurred_at"]),
    )


def revocation_from(given: Object) -> Revocation:
    scope = RevocationScope(given["scope"])
    return Revocation(
        received_at=moment(given["received_at"]),
        scope=scope,
        recipient=absent(recipient_from, given["recipient"]) if scope == RevocationScope.RECIPIENT else None,
        category=absent(text, given["category"]) if scope == RevocationScope.CATEGORY else None,
    )


def restriction_from(given: Object) -> Restriction:
    return Restriction(
        id=text(given["id"]),
        agency=text(given["agency"]),
        agreed_at=moment(given["agreed_at"]),
        reach=RestrictionReach(given["applies_to"]),
        categories=words(given["categories"]),
        recipients=each(recipient_from, given["recipients"]),
        terminated_at=moment_or_none(given["terminated_at"]),
        terminated_by=absent(text, given["terminated_by"]),
    )
