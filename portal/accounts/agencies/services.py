"""Agencies, users and appointments come and go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus, AgencyKind, HipaaStatus
from portal.accounts.audit.services import record_act
from portal.accounts.passwords.choosing import refuse_unfit
from portal.accounts.passwords.hashing import hashed
from portal.accounts.principal import Principal
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused

BRIEFEST = timedelta(microseconds=1)
"""An appointment that ends in the moment in which it began is one that never opened anything."""


@dataclass(frozen=True, slots=True)
class AddAgency:
    """What is registered about an agency; the law asks for each of these facts."""

    name: str
    short_name: str
    kind: AgencyKind
    cj_system: bool = False
    part2_program: bool = False
    hipaa: HipaaStatus = HipaaStatus.NONE
    time_zone: str = "America/Chicago"
    county: str = ""


@dataclass(frozen=True, slots=True)
class AddUser:
    """A person who may sign in: at once with a password, without one when an activation code was used.

    `demonstration` accounts can't exist in a production database.
    """

    username: str
    full_name: str
    password: str = ""
    credentials: str = ""
    cjis_cleared: bool = False
    demonstration: bool = False


def add_agency(session: Session, actor: Principal | None, command: AddAgency) -> Agency:
    """Register an agency. Refused when its name or short name is taken."""
    taken = select(Agency.id).where((Agency.name == command.name) | (Agency.short_name == command.short_name))
    if session.scalar(taken) is not None:
        raise Refused("name", _("An agency of this name is registered already."))
    agency = Agency(
        name=command.name,
        short_name=command.short_name,
        kind=command.kind,
        cj_system=command.cj_system,
        part2_program=command.part2_program,
        hipaa=command.hipaa,
        time_zone=command.time_zone,
        county=command.county,
    )
    session.add(agency)
    session.flush()
    record_act(session, actor, "agency_added", agency)
    return agency


def add_user(session: Session, actor: Principal | None, command: AddUser) -> UserAccount:
    """Add an account. Refused for an unfit password and for a name that is taken."""
    if command.password:
        refuse_unfit(command.password, [command.username, command.full_name])
    username = command.username.strip().lower()
    if session.scalar(select(UserAccount.id).where(UserAccount.username == username)) is not None:
        raise Refused("username", _("This username is taken."))
    user = UserAccount(
        username=username,
        full_name=command.full_name,
        credentials=command.credentials,
        password_hash=hashed(command.password) if command.password else "",
        status=AccountStatus.ACTIVE if command.password else AccountStatus.INVITED,
        cjis_cleared=command.cjis_cleared,
        demonstration=command.demonstration,
    )
    session.add(user)
    session.flush()
    record_act(session, actor, "user_added", user)
    return user


def appoint(
    session: Session,
    actor: Principal | None,
    user_id: UUID,
    agency_id: UUID,
    role: RoleName,
    *,
    medical_personnel: bool = False,
) -> Appointment:
    """Let a user act for an agency in a role, from now on. The first agency answers for the account."""
    user = session.get_one(UserAccount, user_id)
    if user.agency_id is None:
        user.agency_id = agency_id
    appointment = Appointment(
        user_id=user_id,
        agency_id=agency_id,
        role=role,
        medical_personnel=medical_personnel,
        starts_at=clock.now(),
    )
    session.add(appointment)
    session.flush()
    record_act(session, actor, "appointed", appointment)
    return appointment


def end_appointment(session: Session, actor: Principal | None, appointment: Appointment) -> None:
    """The user no longer acts for this agency, from now on; what had not begun yet never does. Nor does a stand-in."""
    appointment.ends_at = max(clock.now(), appointment.starts_at + BRIEFEST)
    record_act(session, actor, "appointment_ended", appointment)
    session.flush()
    end_coverage(session, actor, Appointment.id == appointment.id)


def end_coverage(session: Session, actor: Principal | None, covered: ColumnElement[bool]) -> None:
    """Whoever stands in for these appointments no longer does."""
    held = select(Appointment.id).where(covered)
    wanted = select(Appointment).where(Appointment.covers_id.in_(held), Appointment.ends_at > clock.now())
    for one in session.scalars(wanted.order_by(Appointment.id)).all():
        end_appointment(session, actor, one)
