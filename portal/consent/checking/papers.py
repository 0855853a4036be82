"""Consents, revocations and restrictions of a case as the portal keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from portal.consent.checking.naming import Names
from portal.consent.emergencies.services import LONGEST
from portal.consent.instruments.models import Consent, DisclosureOrder, EmergencyAccess, Restriction, Revocation
from portal.consent.rules import instruments as rules
from portal.consent.rules.facts import Facts


def consents_of(names: Names, facts: Facts, paper: Mapping[str, Any]) -> Iterator[Consent | Revocation]:
    """Every consent of the case with what was taken back of it, whoever's it is and however its form is."""
    for number, one in enumerate(facts.consents):
        columns = {**paper, "participant_id": names.id("participant", one.participant), "recorded_at": one.recorded_at}
        consent = Consent(
            id=names.id("consent", f"{number} {one.id}"),
            **columns,
            **consent_columns(names, one),
            **case_columns(names, facts, one),
        )
        yield consent
        for revocation in one.revocations:
            yield Revocation(
                **columns | {"recorded_at": revocation.received_at},
                consent_id=consent.id,
                received_at=revocation.received_at,
                scope=str(revocation.scope),
                recipient=None if revocation.recipient is None else names.recipient(revocation.recipient),
                categories=[] if revocation.category is None else [revocation.category],
            )


def consent_columns(names: Names, one: rules.Consent) -> dict[str, Any]:
    """What the paper says, in the columns of a consent."""
    expiry = one.expiry
    return {
        "kind": str(one.kind),
        "participant_name": one.participant_name,
        "disclosers": [names.discloser(discloser) for discloser in one.disclosers],
        "recipients": [names.recipient(recipient) for recipient in one.recipients],
        "categories": sorted(one.information.categories),
        "sensitivities": sorted(one.information.labels),
        "record_from": one.information.record_from,
        "record_to": one.information.record_to,
        "purposes": sorted(names.purpose(purpose) for purpose in one.purposes),
        "expiry_kind": str(expiry.type or ""),
        "expires_at": expiry.at,
        "expiry_event": expiry.event,
        "expiry_occurred_at": expiry.occurred_at,
        "signed_at": one.signed_at,
        "effective_from": one.effective_from or one.signed_at or one.recorded_at,
        "signatures": [{"signer": signer} for signer in sorted(one.signers)],
        "form": form_columns(one.form),
        "proceeding_id": None if one.proceeding_id is None else names.id("proceeding", one.proceeding_id),
        "known_false_at": one.recorded_at if one.known_false else None,
        "superseded_at": one.superseded_at,
    }


def form_columns(form: rules.FormWording) -> dict[str, Any]:
    return {
        "patient_name": form.patient_name,
        "revocation_right_statement": form.revocation_right,
        "revocation_how": form.how_to_revoke,
        "hipaa_redisclosure_statement": form.hipaa_redisclosure,
        "redisclosure_potential_statement": form.redisclosure_potential,
        "refusal_consequences": form.refusal_consequences,
        "treatment_conditioned_on_signing": form.treatment_conditioned,
    }


def case_columns(names: Names, facts: Facts, one: rules.Consent) -> dict[str, Any]:
    """2.35: the terms, and the case that the consent names if the participant has it."""
    if one.terms is None:
        return {}
    case = facts.participant.case(one.case_id)
    return {
        "legal_case_id": None if case is None else names.id("case", case.id),
        "duration_text": one.terms.duration,
        "revocable_at": one.terms.revocable_at,
        "revocable_event": one.terms.revocable_event,
        "revocable_occurred_at": one.terms.revocable_occurred_at,
    }


def restrictions_of(names: Names, facts: Facts, paper: Mapping[str, Any]) -> Iterator[Restriction]:
    """The promises of programs that are registered."""
    for number, one in enumerate(facts.restrictions):
        if one.agency in names.agencies:
            yield Restriction(
                id=names.id("restriction", f"{number} {one.id}"),
                **{**paper, "recorded_at": one.agreed_at},
                agency_id=names.agency(one.agency),
                agreed_at=one.agreed_at,
                applies_to=str(one.reach),
                categories=sorted(one.categories),
                recipients=[names.recipient(recipient) for recipient in one.recipients],
                terminated_at=one.terminated_at,
                terminated_by=one.terminated_by or "",
            )


def claims_of(
    names: Names, facts: Facts, paper: Mapping[str, Any], at: datetime
) -> Iterator[DisclosureOrder | EmergencyAccess]:
    """The order and the documented emergency that the request brings with it, sound or not."""
    order, emergency = facts.request.court_order, facts.request.emergency
    if order is not None and not (order.expires_at is not None and order.expires_at <= order.issued_at):
        yield DisclosureOrder(
            **{**paper, "participant_id": names.id("participant", order.participant)},
            section=order.section,
            court="",
            issued_at=order.issued_at,
            expires_at=order.expires_at,
            vacated_at=order.vacated_at,
            findings=order.findings_recorded,
            notice=order.notice_given,
            recipient_agencies=[str(names.agency(word)) for word in sorted(order.recipient_agencies)],
            categories=sorted(order.categories),
            covers_confidential=order.covers_confidential_communications,
            covers_counseling=order.covers_counseling_notes,
        )
    if emergency is not None and facts.actor.agency in names.agencies:
        yield EmergencyAccess(
            **paper,
            user_id=names.user(facts.actor.user),
            agency_id=names.agency(facts.actor.agency),
            recipient_name=emergency.recipient_name,
            facility="",
            disclosed_by="",
            nature=emergency.nature,
            bona_fide=emergency.bona_fide,
            consent_unobtainable=emergency.consent_unobtainable,
            starts_at=at,
            ends_at=at + LONGEST,
        )
