"""The one who acts: an appointment, with the purpose stated for the session."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.permissions import Permission, permissions_of
from portal.gate.vocabulary import CLAIMABLE, Basis, Purpose, Regime, RoleName

PURPOSE_OF_ROLE = {
    RoleName.JUDGE: Purpose.CJ_MONITORING,
    RoleName.JUDICIAL_STAFF: Purpose.CJ_MONITORING,
    RoleName.COURT_COORDINATOR: Purpose.CJ_MONITORING,
    RoleName.COURT_CLERK: Purpose.CJ_MONITORING,
    RoleName.PROSECUTOR: Purpose.CJ_MONITORING,
    RoleName.DEFENSE_COUNSEL: Purpose.DEFENSE_REPRESENTATION,
    RoleName.PROBATION_OFFICER: Purpose.CJ_MONITORING,
    RoleName.LAW_ENFORCEMENT: Purpose.CJ_MONITORING,
    RoleName.CLINICIAN: Purpose.TREATMENT,
    RoleName.TREATMENT_SUPERVISOR: Purpose.TREATMENT,
    RoleName.TREATMENT_ADMIN: Purpose.OPERATIONS,
    RoleName.CASE_MANAGER: Purpose.CASE_MANAGEMENT,
    RoleName.DIVERSION_COORDINATOR: Purpose.CASE_MANAGEMENT,
    RoleName.COLLECTOR: Purpose.CJ_MONITORING,
    RoleName.EVALUATOR: Purpose.AUDIT_EVALUATION,
    RoleName.PRIVACY_OFFICER: Purpose.OPERATIONS,
    RoleName.PROGRAM_ADMIN: Purpose.OPERATIONS,
    RoleName.SYSTEM_ADMIN: Purpose.OPERATIONS,
    RoleName.PARTICIPANT: Purpose.PATIENT_REQUEST,
}
"""The purpose preselected for a role; a person may state another one for the session."""


_COURT = (Purpose.CJ_MONITORING, Purpose.LEGAL_PROCEEDING)
_CLINIC = (
    Purpose.TREATMENT,
    Purpose.OPERATIONS,
    Purpose.PAYMENT,
    Purpose.SUPERVISED_TRAINING,
    Purpose.PROGRAM_DEFENSE,
    Purpose.LEGAL_PROCEEDING,
)

PURPOSES_OF_ROLE: dict[RoleName, tuple[Purpose, ...]] = {
    RoleName.JUDGE: _COURT,
    RoleName.JUDICIAL_STAFF: _COURT,
    RoleName.COURT_COORDINATOR: _COURT,
    RoleName.PROSECUTOR: (*_COURT, Purpose.PROSECUTION_NEW_CHARGE),
    RoleName.PROBATION_OFFICER: (*_COURT, Purpose.CRIMINAL_INVESTIGATION),
    RoleName.DEFENSE_COUNSEL: (Purpose.DEFENSE_REPRESENTATION, Purpose.LEGAL_PROCEEDING),
    RoleName.CLINICIAN: _CLINIC,
    RoleName.TREATMENT_SUPERVISOR: _CLINIC,
    RoleName.TREATMENT_ADMIN: (Purpose.OPERATIONS, Purpose.PAYMENT),
    RoleName.CASE_MANAGER: (Purpose.CASE_MANAGEMENT, Purpose.TREATMENT),
}
"""What a person in a role may state; a role that is missing has the preselected purpose only."""


def purposes_of(role: RoleName) -> tuple[Purpose, ...]:
    return PURPOSES_OF_ROLE.get(role, (PURPOSE_OF_ROLE[role],))


def claims_of(role: RoleName, medical_personnel: bool) -> tuple[Basis, ...]:
    """What a person may claim: an emergency only medical personnel (R101), and nothing who sees no content (R4)."""
    if role in (RoleName.SYSTEM_ADMIN, RoleName.PROGRAM_ADMIN, RoleName.PARTICIPANT):
        return ()
    if role == RoleName.EVALUATOR:
        return (Basis.AUDIT, Basis.RESEARCH)
    return tuple(one for one in CLAIMABLE if medical_personnel or one != Basis.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts, for which agency, in which role and for what purpose. Made from an appointment."""

    user_id: UUID
    appointment_id: UUID
    agency_id: UUID
    role: RoleName
    purpose: Purpose
    display_name: str
    agency_name: str
    agency_kind: str
    regime: Regime
    zone: str
    cjis_cleared: bool = False
    county: str = ""
    medical_personnel: bool = False
    claimed: Basis | None = None
    """The basis that the person claims for this session instead of the consents (emergency, order, agreement)."""

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.role)


def principal_of(appointment: Appointment, purpose: Purpose | None = None, claimed: Basis | None = None) -> Principal:
    """The principal of an appointment; its regime is the law that the agency's own records are under."""
    role = RoleName(appointment.role)
    agency = appointment.agency
    return Principal(
        user_id=appointment.user_id,
        appointment_id=appointment.id,
        agency_id=agency.id,
        role=role,
        purpose=purpose or PURPOSE_OF_ROLE[role],
        display_name=appointment.user.display_name,
        agency_name=agency.name,
        agency_kind=agency.kind,
        regime=regime_of_agency(agency.part2_program, agency.hipaa),
        zone=agency.time_zone,
        cjis_cleared=appointment.user.cjis_cleared,
        county=agency.county,
        medical_personnel=appointment.medical_personnel,
        claimed=claimed,
    )


def regime_of_agency(part2_program: bool, hipaa: str) -> Regime:
    """The regime follows the origin, not the topic (consent rules, section 2)."""
    if part2_program:
        return Regime.PART2
    return Regime.HIPAA if hipaa != "none" else Regime.CJ


def principal_by_id(session: Session, appointment_id: UUID) -> Principal:
    appointment = session.get_one(Appointment, appointment_id)
    return principal_of(appointment)
