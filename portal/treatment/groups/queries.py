"""Reading services, groups, leaders and members. Groups are an agency's own; every query names the agency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment, UserAccount
from portal.gate.vocabulary import RoleName
from portal.treatment.groups.models import GroupLeader, GroupMembership, ServiceLine, TreatmentGroup

LEADING = (RoleName.CLINICIAN, RoleName.TREATMENT_SUPERVISOR)


def service_lines(session: Session, agency_id: UUID, kind: str = "") -> Sequence[ServiceLine]:
    wanted = select(ServiceLine).where(ServiceLine.agency_id == agency_id)
    if kind:
        wanted = wanted.where(ServiceLine.kind == kind)
    return session.scalars(wanted.order_by(ServiceLine.name)).all()


def service_line(session: Session, line_id: UUID, agency_id: UUID) -> ServiceLine | None:
    return session.scalar(select(ServiceLine).where(ServiceLine.id == line_id, ServiceLine.agency_id == agency_id))


def group(session: Session, group_id: UUID, agency_id: UUID) -> TreatmentGroup | None:
    wanted = select(TreatmentGroup).where(TreatmentGroup.id == group_id, TreatmentGroup.agency_id == agency_id)
    return session.scalar(wanted)


def groups(session: Session, agency_id: UUID, on: date) -> Sequence[TreatmentGroup]:
    """The groups that have not ended by a day, by name."""
    wanted = select(TreatmentGroup).where(
        TreatmentGroup.agency_id == agency_id, or_(TreatmentGroup.ends_on.is_(None), TreatmentGroup.ends_on >= on)
    )
    return session.scalars(wanted.order_by(TreatmentGroup.name)).all()


def leaders(session: Session, group_ids: Iterable[UUID]) -> dict[UUID, list[UserAccount]]:
    """Who leads each group, by name."""
    found: dict[UUID, list[UserAccount]] = {}
    wanted = select(GroupLeader).where(GroupLeader.group_id.in_(list(group_ids)))
    for one in session.scalars(wanted):
        found.setdefault(one.group_id, []).append(one.user)
    return {group_id: sorted(users, key=lambda user: user.full_name) for group_id, users in found.items()}


def clinicians(session: Session, agency_id: UUID) -> Sequence[UserAccount]:
    """Those who may lead a group or hold a session at an agency."""
    wanted = (
        select(UserAccount)
        .join(Appointment, Appointment.user_id == UserAccount.id)
        .where(Appointment.agency_id == agency_id, Appointment.role.in_(LEADING), Appointment.ends_at.is_(None))
    )
    return session.scalars(wanted.order_by(UserAccount.full_name).distinct()).all()


def members(session: Session, group_id: UUID) -> Sequence[GroupMembership]:
    """Everybody who belongs or belonged to a group, in the order of joining."""
    wanted = select(GroupMembership).where(GroupMembership.group_id == group_id)
    return session.scalars(wanted.order_by(GroupMembership.starts_on, GroupMembership.id)).all()


def membership(session: Session, membership_id: UUID) -> GroupMembership | None:
    return session.scalar(select(GroupMembership).where(GroupMembership.id == membership_id))


def memberships_of(session: Session, participant_id: UUID, agency_id: UUID) -> Sequence[GroupMembership]:
    """The groups of one agency to which a participant belongs now."""
    wanted = select(GroupMembership).where(
        GroupMembership.participant_id == participant_id,
        GroupMembership.origin_id == agency_id,
        GroupMembership.ends_on.is_(None),
    )
    return session.scalars(wanted).all()
