"""Codes of FHIR and of HL7 v3 for the words of our instruments."""

from __future__ import annotations

from typing import Any, Final

from portal.consent.rules.terms import ConsentKind
from portal.gate.vocabulary import Label, Purpose

ACT_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ACT_REASON: Final = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
CONFIDENTIALITY: Final = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
PARTICIPATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
SCOPE: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
ACTION: Final = "http://terminology.hl7.org/CodeSystem/consentaction"
LOINC: Final = "http://loinc.org"
OURS: Final = "urn:treatment-court-portal"
"""What HL7 has no code for: kinds of information, and purposes of a court."""

PART_2: Final = "https://www.ecfr.gov/current/title-42/part-2"

LABEL_CODES: Final = {
    Label.SUD: ("ETH", "substance abuse information sensitivity"),
    Label.HIV: ("HIV", "HIV/AIDS information sensitivity"),
    Label.PSY: ("PSY", "psychiatry disorder information sensitivity"),
    Label.DV: ("SDV", "sexual assault, abuse, or domestic violence information sensitivity"),
    Label.GEN: ("GDIS", "genetic disease information sensitivity"),
    Label.COUNSELING: ("PSYTHPN", "psychotherapy note information sensitivity"),
}
"""Sensitivities of v3 ActCode. Counseling notes of a Part 2 program come nearest to psychotherapy notes there."""

PURPOSE_CODES: Final = {
    Purpose.TREATMENT: ("TREAT", "treatment"),
    Purpose.PAYMENT: ("HPAYMT", "healthcare payment"),
    Purpose.OPERATIONS: ("HOPERAT", "healthcare operations"),
    Purpose.PATIENT_REQUEST: ("PATRQT", "patient requested"),
    Purpose.RESEARCH: ("HRESCH", "healthcare research"),
    Purpose.EMERGENCY_TREATMENT: ("ETREAT", "Emergency Treatment"),
    Purpose.CASE_MANAGEMENT: ("CAREMGT", "care management"),
    Purpose.LEGAL_PROCEEDING: ("HLEGAL", "legal"),
}


def coding(system: str, code: str, display: str = "") -> dict[str, Any]:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(*codings: dict[str, Any], text: str = "") -> dict[str, Any]:
    return ({"coding": list(codings)} if codings else {}) | ({"text": text} if text else {})


def label_coding(label: Label) -> dict[str, Any]:
    return coding(ACT_CODE, *LABEL_CODES[label])


def purpose_coding(purpose: str) -> dict[str, Any]:
    if purpose in PURPOSE_CODES:
        return coding(ACT_REASON, *PURPOSE_CODES[Purpose(purpose)])
    return coding(f"{OURS}:purpose", purpose)


def law_coding(kind: str) -> dict[str, Any]:
    """The privacy policy that a paper falls under: 42 CFR Part 2, or for a general release HIPAA's authorization."""
    if kind == ConsentKind.RELEASE:
        return coding("http://terminology.hl7.org/CodeSystem/consentpolicycodes", "hipaa-auth", "HIPAA Authorization")
    return coding(ACT_CODE, "42CFRPart2", "42 CFR Part2")
