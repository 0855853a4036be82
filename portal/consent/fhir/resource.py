"""One stored consent as a FHIR Consent resource: a plain dictionary, as JSON has it.

The resource is that of R4; R4B (4.3.0) has it unchanged. The base rule has no type, so nothing is permitted but what a
nested provision permits; what was taken back in part, and state-law labels that the paper does not name (R36), are
nested provisions that deny.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.consent.fhir.coding import (
    ACT_CODE,
    ACTION,
    CONFIDENTIALITY,
    LOINC,
    OURS,
    PART_2,
    PARTICIPATION,
    SCOPE,
    coding,
    concept,
    label_coding,
    law_coding,
    purpose_coding,
)
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.rules.terms import ALL, ConsentKind, PartyType, RevocationScope
from portal.gate.vocabulary import STATE_LABELS, Category, Label

Party = dict[str, Any]
Names = dict[str, str]
"""Names of agencies and people by id."""


def consent_resource(
    consent: Consent,
    revocations: Sequence[Revocation],
    ended_at: datetime | None,
    names: Names,
    at: datetime,
    *,
    sound: bool,
) -> dict[str, Any]:
    """The resource as of a moment; `ended_at` is when the paper ended or will end as a whole, if that is known.

    `sound`: nothing is against it, by the rules that say what it opens.
    """
    resource: dict[str, Any] = {
        "resourceType": "Consent",
        "id": str(consent.id),
        "meta": {"versionId": str(consent.version), "security": security_labels(consent)},
        "status": status(consent, ended_at, at, sound=sound),
        "scope": concept(coding(SCOPE, "patient-privacy", "Privacy Consent")),
        "category": [
            concept(coding(LOINC, "59284-0", "Patient Consent")),
            concept(coding(ACT_CODE, "IDSCL", "information disclosure"), coding(f"{OURS}:consent-kind", consent.kind)),
        ],
        "patient": {"reference": f"Patient/{consent.participant_id}", "display": consent.participant_name},
        "performer": [signer(consent, one) for one in consent.signatures],
        "organization": [reference("Organization", str(consent.held_by_id), names)],
        "policy": [{"authority": "https://www.hhs.gov", "uri": PART_2}],
        "policyRule": concept(law_coding(consent.kind)),
        "provision": base_rule(consent, revocations, ended_at, names),
    }
    if consent.signed_at is not None:
        resource["dateTime"] = consent.signed_at.isoformat()
    return {name: value for name, value in resource.items() if value not in (None, [], {})}


def status(consent: Consent, ended_at: datetime | None, at: datetime, *, sound: bool) -> str:
    """What opens nothing is no valid consent (R15, R51), one that is known to be false was entered in error (R17)."""
    if consent.known_false:
        return "entered-in-error"
    if not sound:
        return "rejected"
    return "inactive" if ended_at is not None and ended_at <= at else "active"


def security_labels(consent: Consent) -> list[dict[str, Any]]:
    """Restricted; Part 2; substance use; and each sensitivity that the paper names."""
    labels = [coding(CONFIDENTIALITY, "R", "restricted")]
    if consent.kind != ConsentKind.RELEASE:
        labels += [law_coding(consent.kind), label_coding(Label.SUD)]
    if consent.kind == ConsentKind.COUNSELING:
        labels.append(label_coding(Label.COUNSELING))
    return labels + [
        label_coding(Label(one)) for one in consent.sensitivities if one not in (Label.SUD, Label.COUNSELING)
    ]


def signer(consent: Consent, signature: Party) -> dict[str, Any]:
    name = str(signature.get("name") or "")
    if signature.get("signer") == "patient":
        return {"reference": f"Patient/{consent.participant_id}", "display": name or consent.participant_name}
    return {"type": "RelatedPerson", "display": name or str(signature.get("signer", ""))}


def base_rule(
    consent: Consent, revocations: Sequence[Revocation], ended_at: datetime | None, names: Names
) -> dict[str, Any]:
    period = {"start": consent.effective_from.isoformat()} | ({"end": ended_at.isoformat()} if ended_at else {})
    nested = [permission(consent, names)]
    left_out = [label for label in STATE_LABELS if label not in consent.sensitivities]
    if left_out:
        nested.append({"type": "deny", "securityLabel": [label_coding(one) for one in left_out]})
    nested += [taken_back(one, names) for one in revocations if one.scope != RevocationScope.ALL]
    return {"period": period, "provision": nested}


def permission(consent: Consent, names: Names) -> dict[str, Any]:
    """What the paper permits: from whom, to whom, which kinds of information, of which days, what for."""
    actors = [actor("CST", "custodian", one, names) for one in consent.disclosers]
    actors += [actor("IRCP", "information recipient", one, names) for one in consent.recipients]
    permit: dict[str, Any] = {
        "type": "permit",
        "actor": actors,
        "action": [concept(coding(ACTION, "disclose", "Disclose"))],
        "securityLabel": security_labels(consent),
        "purpose": [purpose_coding(one) for one in consent.purposes],
        "code": [category(one) for one in consent.categories],
    }
    days = {
        word: day.isoformat()
        for word, day in (("start", consent.record_from), ("end", consent.record_to))
        if day is not None
    }
    return {name: value for name, value in (permit | {"dataPeriod": days}).items() if value}


def taken_back(revocation: Revocation, names: Names) -> dict[str, Any]:
    """R26: one recipient, or some kinds of information, from the moment at which it was received."""
    deny: dict[str, Any] = {"type": "deny", "period": {"start": revocation.received_at.isoformat()}}
    if revocation.recipient:
        deny["actor"] = [actor("IRCP", "information recipient", revocation.recipient, names)]
    if revocation.categories:
        deny["code"] = [category(one) for one in revocation.categories]
    return deny


def category(word: str) -> dict[str, Any]:
    text = "all but counseling notes" if word == ALL else word.replace("_", " ")
    code = word if word == ALL or word in set(Category) else "unknown"
    return concept(coding(f"{OURS}:category", code), text=text)


def actor(code: str, display: str, party: Party, names: Names) -> dict[str, Any]:
    return {"role": concept(coding(PARTICIPATION, code, display)), "reference": party_reference(party, names)}


def party_reference(party: Party, names: Names) -> dict[str, Any]:
    """A person, an agency, or in words a role at an agency, a class, an intermediary with those it names."""
    kind, agency = party.get("type"), str(party.get("agency") or "")
    if kind == PartyType.PERSON:
        return reference("Practitioner", str(party["id"]), names)
    if kind in (PartyType.AGENCY, PartyType.INTERMEDIARY) and party.get("id"):
        return reference("Organization", str(party["id"]), names)
    if kind == PartyType.ROLE:
        return {"type": "PractitionerRole", "display": f"{party.get('role', '')}, {names.get(agency, agency)}"}
    members = ", ".join(names.get(str(one), str(one)) for one in party.get("participants", ()))
    return {"type": "Group", "display": str(party.get("class") or members or kind)}


def reference(kind: str, key: str, names: Names) -> dict[str, Any]:
    return {"reference": f"{kind}/{key}"} | ({"display": names[key]} if key in names else {})
