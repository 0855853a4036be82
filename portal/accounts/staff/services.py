"""What an administrator does for the people of the own agency, and for nobody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.activation.services import make_code, void_codes
from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.agencies.services import AddUser, add_user, appoint, end_appointment, end_coverage
from portal.accounts.agencies.vocabulary import AccountStatus, AgencyKind
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.sign_in.attempts import name_hash_of, release
from portal.accounts.sign_in.sessions import end_sessions
from portal.accounts.staff.queries import Member, administrators, member
from portal.accounts.staff.telling import ROLE_GIVEN, tell_others
from portal.accounts.staff.vocabulary import ADMINISTRATORS, roles_offered
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class NotOfThisAgency(LookupError):
    """The person or the appointment is not of the agency for which the administrator acts."""


@dataclass(frozen=True, slots=True)
class Invite:
    """A person who gets an account. `medical_personnel`: one of those whom 2.51 lets a program tell in an emergency."""

    username: str
    full_name: str
    role: RoleName
    credentials: str = ""
    medical_personnel: bool = False
    cjis_cleared: bool = False


@dataclass(frozen=True, slots=True)
class GiveRole:
    """A further role at the administrator's agency, for somebody who has an account."""

    role: RoleName
    medical_personnel: bool = False


def invite(session: Session, actor: Principal, command: Invite) -> tuple[UserAccount, str]:
    """Add an account with one appointment, and a code by which the person sets a password. The code is told once."""
    username = command.username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Refused("username", _("Use two to forty small letters, digits, dots or hyphens."))
    refuse_role(actor, command.role)
    account = AddUser(
        username, command.full_name.strip(), "", command.credentials.strip(), cjis_cleared=command.cjis_cleared
    )
    user = add_user(session, actor, account)
    give(session, actor, user, GiveRole(command.role, command.medical_personnel))
    return user, make_code(session, actor, user)


def give_role(session: Session, actor: Principal, user: UserAccount, command: GiveRole) -> Appointment:
    """Let somebody who has an account act for the agency in a role. Nobody gives a role to himself or herself."""
    refuse_role(actor, command.role)
    if user.id == actor.user_id:
        raise Refused("role", _("Nobody gives a role to himself or herself. Ask another administrator."))
    lock_agency(session, actor.agency_id)
    found = member(session, actor.agency_id, user.id, clock.now())
    if found is not None and any(one.role == command.role for one in found.roles):
        raise Refused("role", _("This person has this role here already."))
    return give(session, actor, user, command)


def give(session: Session, actor: Principal, user: UserAccount, command: GiveRole) -> Appointment:
    """Appoint, and tell the agency's others who answer for it."""
    made = appoint(session, actor, user.id, actor.agency_id, command.role, medical_personnel=command.medical_personnel)
    tell_others(session, ROLE_GIVEN, actor.agency_id, user.id, made.id, actor.user_id)
    return made


def give_role_by_name(session: Session, actor: Principal, username: str, command: GiveRole) -> Appointment:
    """The same for somebody whose account another agency answers for, by the exact username."""
    user = session.scalar(select(UserAccount).where(UserAccount.username == username.strip().lower()))
    if user is None or user.status == AccountStatus.DISABLED:
        raise Refused("username", _("No open account has this username. Ask the person how it is written."))
    return give_role(session, actor, user, command)


def end_role(session: Session, actor: Principal, user_id: UUID, appointment_id: UUID) -> None:
    """End one appointment at the agency, now. Refused for the last administrator's."""
    lock_agency(session, actor.agency_id)
    found = known_member(session, actor, user_id)
    for appointment in found.roles:
        if appointment.id == appointment_id:
            refuse_last(session, actor.agency_id, user_id, appointment)
            end_appointment(session, actor, appointment)
            return
    raise NotOfThisAgency


def new_code(session: Session, actor: Principal, user_id: UUID) -> str:
    """A new activation code, for whoever has lost the first one or forgot the password."""
    user = answered_for(session, actor, user_id)
    if user.status == AccountStatus.DISABLED:
        raise Refused("", _("This account is disabled. Open it again first."))
    if user_id == actor.user_id:
        raise Refused("", _("Change your own password on the page of your account."))
    return make_code(session, actor, user)


def disable(session: Session, actor: Principal, user_id: UUID) -> None:
    """Close an account: it is out at once, everywhere, its codes no longer work, and nobody stands in for it."""
    lock_agency(session, actor.agency_id)
    user = answered_for(session, actor, user_id)
    refuse_last(session, actor.agency_id, user_id)
    if user.status == AccountStatus.DISABLED:
        raise Refused("", _("This account is disabled already."))
    shut(session, actor, user)


def shut(session: Session, actor: Principal | None, user: UserAccount, note: str = "") -> None:
    user.status = AccountStatus.DISABLED
    end_sessions(session, user.id)
    void_codes(session, user.id)
    end_coverage(session, actor, Appointment.user_id == user.id)
    session.flush()
    record_act(session, actor, "account_disabled", user, note=note)


def enable(session: Session, actor: Principal, user_id: UUID) -> None:
    """Open a closed account again, with the password it had."""
    user = answered_for(session, actor, user_id)
    if user.status != AccountStatus.DISABLED:
        raise Refused("", _("This account is open already."))
    user.status = AccountStatus.ACTIVE if user.password_hash else AccountStatus.INVITED
    user.open_since = clock.now()
    record_act(session, actor, "account_enabled", user)


def release_lock(session: Session, actor: Principal, user_id: UUID, key: bytes) -> None:
    """Let somebody sign in again who was locked out after too many failures."""
    user = answered_for(session, actor, user_id)
    if not release(session, name_hash_of(user.username, key)):
        raise Refused("", _("This account is not locked."))
    record_act(session, actor, "sign_in_released", user)


def known_member(session: Session, actor: Principal, user_id: UUID) -> Member:
    found = member(session, actor.agency_id, user_id, clock.now())
    if found is None:
        raise NotOfThisAgency
    return found


def answered_for(session: Session, actor: Principal, user_id: UUID) -> UserAccount:
    """The account, when the administrator's agency answers for it. Refused when another agency does."""
    user = known_member(session, actor, user_id).user
    if user.agency_id != actor.agency_id:
        raise Refused("", _("Another agency answers for this account. Here you can end its roles only."))
    return user


def refuse_role(actor: Principal, role: RoleName) -> None:
    if role not in roles_offered(AgencyKind(actor.agency_kind), actor.role):
        raise Refused("role", _("Your agency does not give this role."))


def refuse_last(session: Session, agency_id: UUID, user_id: UUID, ending: Appointment | None = None) -> None:
    """Refused when nobody would be left who administers the agency.

    `ending` is one appointment that ends; None means all of the user's.
    """
    if ending is not None and ending.role not in ADMINISTRATORS:
        return
    found = administrators(session, agency_id, clock.now())
    kept = [one for one in found.get(user_id, []) if ending is not None and one.id != ending.id]
    if user_id in found and not kept and set(found) == {user_id}:
        raise Refused("", _("This is the agency’s last administrator. Give the role to somebody else first."))


def lock_agency(session: Session, agency_id: UUID) -> None:
    """Two administrators who take the role from each other do so one after the other."""
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
