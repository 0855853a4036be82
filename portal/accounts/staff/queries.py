"""Who works at an agency: read set-wise, for one agency only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.activation.models import ActivationCode
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.sign_in.attempts import locked_among, name_hash_of
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.staff.vocabulary import ADMINISTRATORS


@dataclass(slots=True)
class Member:
    """A person with appointments at the agency. `code_until`: how long an unused activation code still works."""

    user: UserAccount
    roles: list[Appointment] = field(default_factory=list)
    ended: list[Appointment] = field(default_factory=list)
    code_until: datetime | None = None
    last_signed_in_at: datetime | None = None
    locked: bool = False


def members(
    session: Session, agency_id: UUID, at: datetime, user_id: UUID | None = None, key: bytes = b""
) -> list[Member]:
    """Everybody who works or worked at the agency, by name; or the one asked for.

    Who is locked out is found with the portal's secret key, because a lock names nobody.
    """
    wanted = select(Appointment).where(Appointment.agency_id == agency_id)
    if user_id is not None:
        wanted = wanted.where(Appointment.user_id == user_id)
    found: dict[UUID, Member] = {}
    for one in session.scalars(wanted.order_by(Appointment.starts_at, Appointment.id)):
        member = found.setdefault(one.user_id, Member(one.user))
        (member.ended if one.ends_at is not None and one.ends_at <= at else member.roles).append(one)
    if found:
        add_state(session, found, at)
        hashes = {name_hash_of(one.user.username, key): one for one in found.values()} if key else {}
        for name_hash in locked_among(session, list(hashes)):
            hashes[name_hash].locked = True
    return sorted(found.values(), key=lambda one: (one.user.full_name.casefold(), one.user.username))


def member(session: Session, agency_id: UUID, user_id: UUID, at: datetime, key: bytes = b"") -> Member | None:
    return next(iter(members(session, agency_id, at, user_id, key)), None)


def add_state(session: Session, found: dict[UUID, Member], at: datetime) -> None:
    """Until when codes work, and who was last here when."""
    codes = select(ActivationCode.user_id, func.max(ActivationCode.expires_at)).where(
        ActivationCode.user_id.in_(found), ActivationCode.ended_at.is_(None), ActivationCode.expires_at > at
    )
    for user_id, until in session.execute(codes.group_by(ActivationCode.user_id)):
        found[user_id].code_until = until
    seen = select(SignInSession.user_id, func.max(SignInSession.started_at)).where(
        SignInSession.user_id.in_(found), SignInSession.confirmed_at.is_not(None)
    )
    for user_id, last in session.execute(seen.group_by(SignInSession.user_id)):
        found[user_id].last_signed_in_at = last


def administrators(session: Session, agency_id: UUID, at: datetime) -> dict[UUID, list[Appointment]]:
    """The appointments as administrator that hold for good, by user, of those whose account is active."""
    wanted = (
        select(Appointment)
        .where(Appointment.covers_id.is_(None))
        .join(UserAccount, UserAccount.id == Appointment.user_id)
        .where(
            Appointment.agency_id == agency_id,
            Appointment.role.in_(ADMINISTRATORS),
            Appointment.starts_at <= at,
            or_(Appointment.ends_at.is_(None), Appointment.ends_at > at),
            UserAccount.status == AccountStatus.ACTIVE,
        )
    )
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    for one in session.scalars(wanted):
        found[one.user_id].append(one)
    return found
