"""Words that the gate, the rules and every room share: categories, purposes, regimes, labels, bases, roles.

Categories, purposes, labels and bases are also bits of a mask, because one grant row carries several of them. The
position of a member is its bit, so new members go to the end and none is ever removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache


class Masked(StrEnum):
    """A word that is also one bit of a mask."""

    @property
    def bit(self) -> int:
        return _bits(type(self))[self._value_]

    @classmethod
    def mask(cls, words: Iterable[str]) -> int:
        """The mask of the words given. ValueError on a word that is not known."""
        total = 0
        for word in words:
            total |= cls(word).bit
        return total

    @classmethod
    def every(cls) -> int:
        return (1 << len(cls)) - 1

    @classmethod
    def from_mask(cls, mask: int) -> tuple[Masked, ...]:
        return _members(cls, mask)


@cache
def _bits(words: type[Masked]) -> dict[str, int]:
    """The bit of each word, counted once: masks are asked for with every row."""
    return {word.value: 1 << place for place, word in enumerate(words)}


@lru_cache(maxsize=4096)
def _members(words: type[Masked], mask: int) -> tuple[Masked, ...]:
    return tuple(member for member in words if member.bit & mask)


class Category(Masked):
    """What a record tells. The first 25 are the consent rules' own; the rest are the product's."""

    ENROLLMENT = "enrollment"
    ATTENDANCE = "attendance"
    DRUG_TEST = "drug_test"
    PROGRESS_SUMMARY = "progress_summary"
    LEVEL_OF_CARE = "level_of_care"
    MEDICATION_COMPLIANCE = "medication_compliance"
    DISCHARGE_STATUS = "discharge_status"
    STAFFING_REPORT = "staffing_report"
    TREATMENT_PLAN = "treatment_plan"
    DIAGNOSIS = "diagnosis"
    ASSESSMENT = "assessment"
    CLINICAL_NOTE = "clinical_note"
    MEDICATION_DETAIL = "medication_detail"
    MENTAL_HEALTH = "mental_health"
    HIV = "hiv"
    BILLING = "billing"
    INCIDENT_REPORT = "incident_report"
    COUNSELING_NOTE = "counseling_note"
    PSYCHOTHERAPY_NOTE = "psychotherapy_note"
    COURT_EVENT = "court_event"
    SANCTION = "sanction"
    SUPERVISION_NOTE = "supervision_note"
    CASE_NOTE = "case_note"
    CRIMINAL_HISTORY = "criminal_history"
    PRIVILEGED_DEFENSE = "privileged_defense"
    PRESENCE = "presence"
    IDENTITY = "identity"
    LEGAL_FILE = "legal_file"
    HEARING = "hearing"
    ORDER = "order"
    RESPONSE = "response"
    OBLIGATION = "obligation"
    PHASE_STATUS = "phase_status"
    SUPERVISION_CONTACT = "supervision_contact"
    TEST_DETAIL = "test_detail"
    WHEREABOUTS = "whereabouts"
    NEED_GOAL = "need_goal"
    REFERRAL = "referral"
    CRISIS_PLAN = "crisis_plan"
    ADVOCACY = "advocacy"
    FEE = "fee"
    REQUEST = "request"
    INCIDENT = "incident"
    MESSAGE = "message"
    DRAFT = "draft"
    TEAM = "team"


PART2_CATEGORIES = tuple(Category)[:18]


class Purpose(Masked):
    """Why the reader looks (R34): stated for the session, stored, never inferred from the page."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    CJ_MONITORING = "cj_monitoring"
    CASE_MANAGEMENT = "case_management"
    DEFENSE_REPRESENTATION = "defense_representation"
    PATIENT_REQUEST = "patient_request"
    LEGAL_PROCEEDING = "legal_proceeding"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    PROSECUTION_NEW_CHARGE = "prosecution_new_charge"
    SUPERVISED_TRAINING = "supervised_training"
    PROGRAM_DEFENSE = "program_defense"
    QSO_SERVICE = "qso_service"
    RESEARCH = "research"
    AUDIT_EVALUATION = "audit_evaluation"
    EMERGENCY_TREATMENT = "emergency_treatment"


TPO = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})
LEGAL = frozenset({Purpose.LEGAL_PROCEEDING, Purpose.CRIMINAL_INVESTIGATION, Purpose.PROSECUTION_NEW_CHARGE})


class Regime(Masked):
    """Which law protects a record; it follows the origin, not the topic (consent rules, section 2)."""

    PART2 = "part2"
    HIPAA = "hipaa"
    CJ = "cj"


class Label(Masked):
    """Sensitivity labels. HIV, PSY and DV and GEN are the state-law labels that a consent must name (R36)."""

    SUD = "SUD"
    COUNSELING = "COUNSELING"
    HIV = "HIV"
    PSY = "PSY"
    DV = "DV"
    GEN = "GEN"


STATE_LABELS = (Label.HIV, Label.PSY, Label.DV, Label.GEN)


class Basis(Masked):
    """On what a grant rests, and what a reader stands on or claims."""

    CONSENT = "consent"
    TEAM = "team"
    HIPAA = "hipaa"
    PRESENCE = "presence"
    EMERGENCY = "emergency"
    QSOA = "qsoa"
    COURT_ORDER = "court_order"
    AUDIT = "audit"
    RESEARCH = "research"


CLAIMABLE = (Basis.EMERGENCY, Basis.COURT_ORDER, Basis.QSOA, Basis.AUDIT, Basis.RESEARCH)
"""What a reader may claim instead of the consents (S11). A claim opens only what an instrument of its kind opens."""

UNDERTAKINGS = (Basis.QSOA, Basis.AUDIT, Basis.RESEARCH)
"""Claims that stand on an agreement of a program with the reader's agency, about all of its participants."""


class Capacity(StrEnum):
    """Whether a person may sign for himself or herself (2.15): yes; a court said no; no, though no court said so."""

    OK = "ok"
    ADJUDICATED_LACKING = "adjudicated_lacking"
    NOT_ADJUDICATED = "not_adjudicated"


class MinorRule(StrEnum):
    """What the state asks of a minor's treatment: the minor alone, or a parent's consent too (R51, R52)."""

    ALONE = "minor_alone"
    PARENT_TOO = "parental_consent_required"


class RoleName(StrEnum):
    """The roles that an appointment can hold."""

    JUDGE = "judge"
    JUDICIAL_STAFF = "judicial_staff"
    COURT_COORDINATOR = "court_coordinator"
    COURT_CLERK = "court_clerk"
    PROSECUTOR = "prosecutor"
    DEFENSE_COUNSEL = "defense_counsel"
    PROBATION_OFFICER = "probation_officer"
    LAW_ENFORCEMENT = "law_enforcement"
    CLINICIAN = "clinician"
    TREATMENT_SUPERVISOR = "treatment_supervisor"
    TREATMENT_ADMIN = "treatment_admin"
    CASE_MANAGER = "case_manager"
    DIVERSION_COORDINATOR = "diversion_coordinator"
    COLLECTOR = "collector"
    EVALUATOR = "evaluator"
    PRIVACY_OFFICER = "privacy_officer"
    PROGRAM_ADMIN = "program_admin"
    SYSTEM_ADMIN = "system_admin"
    PARTICIPANT = "participant"
