"""Which roles an agency can give, by what it is."""

from __future__ import annotations

from portal.accounts.agencies.vocabulary import AgencyKind
from portal.gate.vocabulary import RoleName

K = AgencyKind
R = RoleName

ADMINISTRATORS = (R.PROGRAM_ADMIN, R.SYSTEM_ADMIN)
EVERYWHERE = (R.EVALUATOR, R.PRIVACY_OFFICER, R.PROGRAM_ADMIN)
_CLINIC = (R.CLINICIAN, R.TREATMENT_SUPERVISOR, R.TREATMENT_ADMIN, R.CASE_MANAGER, R.COLLECTOR)
_CASES = (R.CASE_MANAGER, R.DIVERSION_COORDINATOR, R.COLLECTOR)

ROLES_OF_KIND: dict[AgencyKind, tuple[RoleName, ...]] = {
    K.COURT: (
        R.JUDGE,
        R.JUDICIAL_STAFF,
        R.COURT_COORDINATOR,
        R.COURT_CLERK,
        R.PROBATION_OFFICER,
        R.COLLECTOR,
        R.CASE_MANAGER,
        R.DIVERSION_COORDINATOR,
    ),
    K.PROSECUTION: (R.PROSECUTOR, R.DIVERSION_COORDINATOR),
    K.DEFENSE: (R.DEFENSE_COUNSEL, R.CASE_MANAGER),
    K.SUPERVISION: (R.PROBATION_OFFICER, R.COLLECTOR, R.CASE_MANAGER, R.DIVERSION_COORDINATOR),
    K.LAW_ENFORCEMENT: (R.LAW_ENFORCEMENT,),
    K.TREATMENT: _CLINIC,
    K.HOSPITAL: _CLINIC,
    K.CASE_MANAGEMENT: _CASES,
    K.DIVERSION: _CASES,
    K.LABORATORY: (R.COLLECTOR,),
    K.GOVERNMENT: (R.CASE_MANAGER, R.DIVERSION_COORDINATOR),
    K.CHILD_PROTECTION: (R.CASE_MANAGER,),
    K.OTHER: (R.CASE_MANAGER,),
}
"""What stands here besides `EVERYWHERE`. A role that makes no sense at an agency opens nothing there, but misleads."""


def roles_offered(kind: AgencyKind, giver: RoleName) -> tuple[RoleName, ...]:
    """The roles that an administrator may give; only the site's own may make another one for the site."""
    own = ROLES_OF_KIND.get(kind, ()) + EVERYWHERE
    return (*own, R.SYSTEM_ADMIN) if giver == R.SYSTEM_ADMIN else own
