"""From a principal to a reader: keys, masks and purpose at one moment (consent rules, S1-S6 and S10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, AgencyControl
from portal.accounts.agencies.vocabulary import AgencyKind, HipaaStatus
from portal.accounts.principal import Principal
from portal.consent.doubts.queries import state_labels
from portal.consent.grants.ceilings import matrices_of
from portal.consent.grants.keys import (
    agency_key,
    class_key,
    cleared_key,
    person_key,
    role_key,
    seat_key,
    undertaking_key,
)
from portal.consent.grants.models import RoleCeiling
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.register import TECHNICAL, register
from portal.consent.rules.terms import GUARDIAN
from portal.consent.team_agreements.queries import courts_agreed_with
from portal.gate.reader import Reader
from portal.gate.vocabulary import LEGAL, UNDERTAKINGS, Basis, Category, Label, Purpose, RoleName
from portal.ids import NIL

NOT_BY_CJ_MATRIX = Category.CRIMINAL_HISTORY.bit | Category.PRIVILEGED_DEFENSE.bit
STANDING = Basis.TEAM.bit | Basis.HIPAA.bit | Basis.PRESENCE.bit
NOTES = Category.COUNSELING_NOTE.bit | Category.PSYCHOTHERAPY_NOTE.bit


def reader_for(session: Session, principal: Principal, at: datetime, *, self_participant: UUID = NIL) -> Reader:
    """The reader of a principal at a moment. A technical role, or an agency not participating, reads nothing.

    The participant and a guardian are exempt from participation (S2); the participant is nobody's staff, and hosting
    binds (section 18, S4, S5). For a legal purpose a copy that was delivered opens no more than the record (S7).
    """
    role, purpose = acting_role(principal.role), principal.purpose
    if role == RoleName.PARTICIPANT:
        unhosted = origins_without_hosting(session, at)
        return Reader(
            at, principal.user_id, NIL, role, purpose.bit, unhosted=unhosted, self_participant=self_participant
        )
    agency = session.get_one(Agency, principal.agency_id)
    nobody = Reader(at, principal.user_id, agency.id, role, purpose.bit, principal.appointment_id)
    stands = role == GUARDIAN or in_force(session, AgreementKind.PARTICIPATION, agency.id, at)
    if sees_no_content(principal) or not stands:
        return nobody
    unhosted = origins_without_hosting(session, at)
    controlled = session.scalars(select(AgencyControl.program_id).where(AgencyControl.entity_id == agency.id))
    return Reader(
        at=at,
        user=principal.user_id,
        agency=agency.id,
        role=role,
        purpose=purpose.bit,
        appointment=principal.appointment_id,
        bases=bases_of(principal),
        undertaking=undertaking_of(principal),
        keys=keys_of(principal, agency, role),
        controlled=(agency.id, *(one for one in controlled if one not in unhosted)),
        unhosted=tuple(one for one in unhosted if one != agency.id),
        own_part2=0 if purpose in LEGAL else own_mask(role) & ~Category.COUNSELING_NOTE.bit,
        own_hipaa=own_mask(role) & ~Category.PSYCHOTHERAPY_NOTE.bit,
        own_cj=own_justice_mask(role, principal.cjis_cleared and agency.cj_system),
        own_unbarred=training_mask(purpose),
        held=0 if purpose in LEGAL else held_mask(role) | agreed_mask(session, agency.id, role, at),
        state_labels=Label.mask(state_labels(session, at)),
        authored=Category.PSYCHOTHERAPY_NOTE.bit
        | (Category.COUNSELING_NOTE.bit if purpose == Purpose.TREATMENT else 0),
    )


def sees_no_content(principal: Principal) -> bool:
    """S3, R4: administrators never; an evaluator unless an audit or research agreement is claimed."""
    aggregate = principal.claimed in (Basis.AUDIT, Basis.RESEARCH)
    return principal.role in TECHNICAL and not (principal.role == RoleName.EVALUATOR and aggregate)


def bases_of(principal: Principal) -> int:
    """S7, S11, S12: on the team's and HIPAA's rules everybody stands; who claims something else, on no consent.

    For a legal purpose only an order helps, whatever else is claimed (S7); an emergency only medical personnel (R101).
    """
    claimed = principal.claimed
    if claimed is None or (principal.purpose in LEGAL and claimed != Basis.COURT_ORDER):
        return STANDING | Basis.CONSENT.bit
    if claimed == Basis.EMERGENCY and not principal.medical_personnel:
        return STANDING
    return STANDING | claimed.bit


def undertaking_of(principal: Principal) -> UUID:
    """R110-R116: grants about all participants of a program, for the agency whose agreement is claimed."""
    claimed = principal.claimed
    return undertaking_key(claimed, principal.agency_id) if claimed in UNDERTAKINGS else NIL


def acting_role(role: str) -> str:
    """A judge's office acts under the judge's ceiling, never more."""
    return RoleName.JUDGE if role == RoleName.JUDICIAL_STAFF else role


def own_mask(role: str) -> int:
    """S10: what the role needs of its own agency's records."""
    return register().own_agency.get(role, 0)


def own_justice_mask(role: str, cleared: bool) -> int:
    """R130-R132: the defense's file is open to the whole defense, criminal history to the cleared, by no matrix."""
    mask = own_mask(role) & ~NOT_BY_CJ_MATRIX | Category.PRIVILEGED_DEFENSE.bit
    return mask | Category.CRIMINAL_HISTORY.bit if cleared else mask


def held_mask(role: str) -> int:
    """R28: a document delivered to the agency tells a role no more than the same records would, live."""
    needed = register().cross_agency.get(role, 0) | register().team.get(role, 0) | own_mask(role)
    return needed & ~(NOTES | NOT_BY_CJ_MATRIX)


def agreed_mask(session: Session, agency_id: UUID, role: str, at: datetime) -> int:
    """R28, R43: what the role may see by the agreements in force that its agency has signed."""
    courts = courts_agreed_with(session, agency_id, at)
    matrices = [matrix for court in courts for matrix in matrices_of(court)]
    if not matrices:
        return 0
    wanted = select(RoleCeiling.categories).where(
        RoleCeiling.matrix.in_(matrices),
        RoleCeiling.role == role,
        RoleCeiling.agency_id.in_((NIL, agency_id)),
        RoleCeiling.starts_at <= at,
        RoleCeiling.ends_at > at,
    )
    mask = 0
    for categories in session.scalars(wanted):
        mask |= categories
    return mask & ~(NOTES | NOT_BY_CJ_MATRIX)


def training_mask(purpose: Purpose) -> int:
    """R91: supervised training, and the program's defense against the patient."""
    opens = purpose in (Purpose.SUPERVISED_TRAINING, Purpose.PROGRAM_DEFENSE)
    return Category.COUNSELING_NOTE.bit if opens else 0


def keys_of(principal: Principal, agency: Agency, role: str) -> tuple[UUID, ...]:
    """Person at agency, role at agency, agency, and the classes of agencies it belongs to."""
    keys = [
        person_key(principal.user_id, agency.id),
        person_key(principal.user_id, NIL),
        role_key(role, agency.id),
        seat_key(principal.user_id, role, agency.id),
        agency_key(agency.id),
    ]
    if principal.cjis_cleared and agency.cj_system:
        keys.append(cleared_key(principal.user_id, agency.id))
    if agency.kind == AgencyKind.HEALTH_PLAN:
        keys.append(class_key("health_plan"))
    if agency.hipaa != HipaaStatus.NONE:
        keys.append(class_key("hipaa_entity"))
    return tuple(keys)


def in_force(session: Session, kind: AgreementKind, agency_id: UUID, at: datetime) -> bool:
    """Whether an agreement of this kind of this agency is in force at the moment."""
    statement = select(Agreement.id).where(
        Agreement.kind == kind,
        Agreement.agency_id == agency_id,
        Agreement.starts_at <= at,
        or_(Agreement.ends_at.is_(None), Agreement.ends_at > at),
    )
    return session.scalar(statement.limit(1)) is not None


def origins_without_hosting(session: Session, at: datetime) -> tuple[UUID, ...]:
    """R3: Part 2 programs for which the portal's operator may no longer process records for others."""
    hosted = select(Agreement.agency_id).where(
        Agreement.kind == AgreementKind.HOSTING,
        Agreement.starts_at <= at,
        or_(Agreement.ends_at.is_(None), Agreement.ends_at > at),
    )
    statement = select(Agency.id).where(Agency.part2_program, Agency.id.not_in(hosted))
    return tuple(session.scalars(statement))
