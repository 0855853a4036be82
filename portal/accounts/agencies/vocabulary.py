"""Kinds of agency, and what the law asks about each."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.gate.vocabulary import Basis, Purpose, RoleName


class AgencyKind(StrEnum):
    COURT = "court"
    PROSECUTION = "prosecution"
    DEFENSE = "defense"
    SUPERVISION = "supervision"
    LAW_ENFORCEMENT = "law_enforcement"
    TREATMENT = "treatment"
    CASE_MANAGEMENT = "case_management"
    DIVERSION = "diversion"
    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    HEALTH_PLAN = "health_plan"
    CHILD_PROTECTION = "child_protection"
    GOVERNMENT = "government"
    OVERSIGHT = "oversight"
    RESEARCH = "research"
    VITAL_RECORDS = "vital_records"
    OTHER = "other"
    FAMILY = "family"
    RECOVERY_HOUSE = "recovery_house"
    EMPLOYER = "employer"
    SELF_HELP = "self_help"


OUTSIDE_KINDS = (AgencyKind.RECOVERY_HOUSE, AgencyKind.EMPLOYER, AgencyKind.SELF_HELP)
"""Kinds of agencies that tell something now and then and have no account: a person there is asked."""


class HipaaStatus(StrEnum):
    NONE = "none"
    COVERED_ENTITY = "covered_entity"
    BUSINESS_ASSOCIATE = "business_associate"


class AccountStatus(StrEnum):
    """Only an active account signs in: `invited` waits for its first password, `disabled` was closed by somebody."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


ROLE_LABELS = {
    RoleName.JUDGE: _("Judge"),
    RoleName.JUDICIAL_STAFF: _("Judge's office"),
    RoleName.COURT_COORDINATOR: _("Coordinator"),
    RoleName.COURT_CLERK: _("Clerk"),
    RoleName.PROSECUTOR: _("Prosecutor"),
    RoleName.DEFENSE_COUNSEL: _("Defense counsel"),
    RoleName.PROBATION_OFFICER: _("Supervision officer"),
    RoleName.LAW_ENFORCEMENT: _("Law enforcement"),
    RoleName.CLINICIAN: _("Clinician"),
    RoleName.TREATMENT_SUPERVISOR: _("Treatment supervisor"),
    RoleName.TREATMENT_ADMIN: _("Treatment office"),
    RoleName.CASE_MANAGER: _("Case manager"),
    RoleName.DIVERSION_COORDINATOR: _("Diversion coordinator"),
    RoleName.COLLECTOR: _("Collector"),
    RoleName.EVALUATOR: _("Evaluator"),
    RoleName.PRIVACY_OFFICER: _("Privacy officer"),
    RoleName.PROGRAM_ADMIN: _("Program administrator"),
    RoleName.SYSTEM_ADMIN: _("System administrator"),
    RoleName.PARTICIPANT: _("Participant"),
}

PURPOSE_LABELS = {
    Purpose.TREATMENT: _("Treatment"),
    Purpose.PAYMENT: _("Payment"),
    Purpose.OPERATIONS: _("Running the agency"),
    Purpose.CJ_MONITORING: _("Monitoring in the case"),
    Purpose.CASE_MANAGEMENT: _("Case management"),
    Purpose.DEFENSE_REPRESENTATION: _("Defense"),
    Purpose.PATIENT_REQUEST: _("My own record"),
    Purpose.LEGAL_PROCEEDING: _("A contested proceeding"),
    Purpose.CRIMINAL_INVESTIGATION: _("A criminal investigation"),
    Purpose.PROSECUTION_NEW_CHARGE: _("A new charge"),
    Purpose.SUPERVISED_TRAINING: _("Supervised training"),
    Purpose.PROGRAM_DEFENSE: _("The program's own defense"),
    Purpose.QSO_SERVICE: _("Service to the program"),
    Purpose.RESEARCH: _("Research"),
    Purpose.AUDIT_EVALUATION: _("Audit or evaluation"),
    Purpose.EMERGENCY_TREATMENT: _("Emergency treatment"),
}

BASIS_LABELS = {
    Basis.EMERGENCY: _("A medical emergency that I have documented"),
    Basis.COURT_ORDER: _("A court order that names my agency"),
    Basis.QSOA: _("A service agreement of my agency with the program"),
    Basis.AUDIT: _("An audit agreement of my agency with the program"),
    Basis.RESEARCH: _("A research agreement of my agency with the program"),
}
"""What a person may claim instead of the consents."""
