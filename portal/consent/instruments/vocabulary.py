"""Kinds of instruments."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _


class ConsentKind(StrEnum):
    GENERAL = "part2_general"
    TPO = "part2_tpo"
    CRIMINAL_JUSTICE = "part2_cj"
    COUNSELING_NOTES = "part2_counseling_notes"
    LEGAL_PROCEEDING = "part2_legal_proceeding"
    GENERAL_RELEASE = "general_release"


class AgreementKind(StrEnum):
    PARTICIPATION = "participation"
    HOSTING = "hosting_qsoa"
    QSO = "qsoa"
    TEAM = "team"
    AUDIT = "audit"
    RESEARCH = "research"


class RevocationScope(StrEnum):
    ALL = "all"
    RECIPIENT = "recipient"
    CATEGORY = "category"


KNOWN_FALSE = "consent_known_false"
"""The act of the audit trail beside which stands what is false on a consent (R17)."""


class Happening(StrEnum):
    """What a consent can wait for: the event that it names, or, one for the court, the end of its case."""

    EVENT = "event"
    CASE = "case"


CONSENT_KIND_LABELS = {
    ConsentKind.GENERAL: _("Ordinary consent"),
    ConsentKind.TPO: _("Consent for treatment, payment and operations"),
    ConsentKind.CRIMINAL_JUSTICE: _("Criminal-justice consent"),
    ConsentKind.COUNSELING_NOTES: _("Consent for counseling notes"),
    ConsentKind.LEGAL_PROCEEDING: _("Consent for one proceeding"),
    ConsentKind.GENERAL_RELEASE: _("General release"),
}
