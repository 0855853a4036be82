"""Words of the instruments and of the people in them (section 0 of the consent rules).

Purposes and bases stay plain words: one that no rule knows is covered by no consent and opens no exception.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from portal.gate.vocabulary import LEGAL, TPO, Capacity, Category, Label, MinorRule, Purpose, Regime

ALL: Final = "all"
"""Stands for every category, in a TPO consent and in a restriction."""

ANY_PURPOSE: Final = "any"
"""A purpose that makes a form deficient (D05B)."""

CONSENT_BASIS: Final = "consent"
PARTICIPANT: Final = "participant"
GUARDIAN: Final = "guardian"
SYSTEM_ADMIN: Final = "system_admin"
EVALUATOR: Final = "evaluator"

CRIMINAL: Final = frozenset({Purpose.CRIMINAL_INVESTIGATION, Purpose.PROSECUTION_NEW_CHARGE})
CONFIDENTIAL_COMMUNICATIONS: Final = frozenset({Category.CLINICAL_NOTE, Category.ASSESSMENT, Category.COUNSELING_NOTE})
NEVER_TO_PATIENT_ONLINE: Final = frozenset(
    {
        Category.COUNSELING_NOTE,
        Category.PSYCHOTHERAPY_NOTE,
        Category.PRIVILEGED_DEFENSE,
        Category.CRIMINAL_HISTORY,
    }
)
HIPAA_BOUND: Final = frozenset({"covered_entity", "business_associate"})


class Action(StrEnum):
    """What is asked. All but `redisclose` are ways to read."""

    READ = "read"
    LIST = "list"
    SEARCH = "search"
    COUNT = "count"
    EXPORT = "export"
    REDISCLOSE = "redisclose"


class ConsentKind(StrEnum):
    """The kinds of paper a participant signs."""

    GENERAL = "part2_general"
    TPO = "part2_tpo"
    CJ = "part2_cj"
    COUNSELING = "part2_counseling_notes"
    LEGAL = "part2_legal_proceeding"
    RELEASE = "general_release"


class Signer(StrEnum):
    """Who put a signature under a consent (C4)."""

    PATIENT = "patient"
    PARENT = "parent_or_guardian"
    REPRESENTATIVE = "personal_representative"
    SPOUSE = "spouse"
    FAMILY = "responsible_family"
    DIRECTOR = "program_director"


class PartyType(StrEnum):
    """How a consent names who discloses or receives."""

    PERSON = "person"
    AGENCY = "agency"
    ROLE = "role"
    CLASS = "class"
    INTERMEDIARY = "intermediary"


class PartyClass(StrEnum):
    """The classes that resolve to somebody; any other covers nobody (R32)."""

    TREATMENT_PROGRAMS = "treatment_programs"
    TREATING_PROVIDERS = "treating_providers"
    TPO_STANDARD = "tpo_standard"
    COURT_TEAM = "court_team"


class ExpiryType(StrEnum):
    DATE = "date"
    EVENT = "event"
    CONDITION = "condition"
    NONE = "none"


class RevocationScope(StrEnum):
    ALL = "all"
    RECIPIENT = "recipient"
    CATEGORY = "category"


class RestrictionReach(StrEnum):
    """Which purposes a restriction binds: those of 2.26, or all, when the program extended it (R121)."""

    TPO = "tpo"
    ALL = "all"


class AgreementKind(StrEnum):
    PARTICIPATION = "participation"
    HOSTING = "hosting_qsoa"
    QSOA = "qsoa"
    AUDIT = "audit"
    RESEARCH = "research"


__all__ = [
    "ALL",
    "ANY_PURPOSE",
    "CONFIDENTIAL_COMMUNICATIONS",
    "CONSENT_BASIS",
    "CRIMINAL",
    "EVALUATOR",
    "GUARDIAN",
    "HIPAA_BOUND",
    "LEGAL",
    "NEVER_TO_PATIENT_ONLINE",
    "PARTICIPANT",
    "SYSTEM_ADMIN",
    "TPO",
    "Action",
    "AgreementKind",
    "Capacity",
    "Category",
    "ConsentKind",
    "ExpiryType",
    "Label",
    "MinorRule",
    "PartyClass",
    "PartyType",
    "Purpose",
    "Regime",
    "RestrictionReach",
    "RevocationScope",
    "Signer",
]
