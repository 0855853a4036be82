"""Who is expected where: joining and leaving groups, with the places on the rosters of their sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.gate.vocabulary import Category
from portal.treatment.admissions import queries as admissions
from portal.treatment.groups import queries as groups
from portal.treatment.groups.models import MEMBER_ALREADY, GroupMembership
from portal.treatment.sessions import queries
from portal.treatment.sessions.models import Attendance, RosterPlace, TreatmentSession
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """A person whom the agency treats belongs to a group from a local day on."""

    group_id: UUID
    participant_id: UUID
    starts_on: date


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """`ends_on` is the last day in the group."""

    membership_id: UUID
    ends_on: date


def join_group(session: Session, actor: Principal, command: JoinGroup) -> GroupMembership:
    """Put a person into a group, and on the rosters of its sessions from that day on that are planned already."""
    group = groups.group(session, command.group_id, actor.agency_id)
    if group is None:
        raise Refused("", _("There is no such group at your agency."))
    admission = admissions.open_admission(session, command.participant_id, actor.agency_id)
    if admission is None:
        raise Refused("participant", _("Admit this person first."))
    if command.starts_on < admission.admitted_on:
        raise Refused("starts_on", _("Enter a day on or after the admission."))
    for known in groups.members(session, group.id):
        if known.participant_id == command.participant_id and overlaps(known, command.starts_on):
            raise Refused("participant", MEMBER_ALREADY)
    membership = GroupMembership(
        **gate_columns(actor, Category.ATTENDANCE, command.participant_id, command.starts_on),
        group_id=group.id,
        starts_on=command.starts_on,
    )
    session.add(membership)
    later = queries.sessions_of_group(session, group.id, command.starts_on)
    give_places(session, actor, [(meeting, command.participant_id) for meeting in later])
    record_act(session, actor, "group_joined", membership)
    session.flush()
    return membership


def leave_group(session: Session, actor: Principal, command: LeaveGroup) -> GroupMembership:
    """End a membership with a day. Places at later sessions are taken back where nobody is marked yet."""
    membership = groups.membership(session, command.membership_id)
    if membership is None or membership.origin_id != actor.agency_id:
        raise Refused("", _("There is no such membership at your agency."))
    if membership.ends_on is not None:
        raise Refused("ends_on", _("This person has left the group already."))
    if command.ends_on < membership.starts_on:
        raise Refused("ends_on", _("Enter a day on or after the first day in the group."))
    membership.ends_on = command.ends_on
    take_off(session, membership.participant_id, command.ends_on, membership.group_id, actor.agency_id)
    record_act(session, actor, "group_left", membership)
    session.flush()
    return membership


def leave_all_groups(session: Session, actor: Principal, participant_id: UUID, on: date) -> None:
    """At discharge: every group ends with that day, and nobody is expected anywhere after it."""
    for membership in groups.memberships_of(session, participant_id, actor.agency_id):
        membership.ends_on = max(on, membership.starts_on)
        record_act(session, actor, "group_left", membership)
    take_off(session, participant_id, on, None, actor.agency_id)


def overlaps(membership: GroupMembership, starts_on: date) -> bool:
    return membership.ends_on is None or membership.ends_on >= starts_on


def belongs(membership: GroupMembership, on: date) -> bool:
    return membership.starts_on <= on and (membership.ends_on is None or on <= membership.ends_on)


def give_places(session: Session, actor: Principal, wanted: Iterable[tuple[TreatmentSession, UUID]]) -> None:
    """Expect people at sessions; who had a place and lost it gets it back."""
    pairs = list(wanted)
    known = select(RosterPlace).where(
        RosterPlace.session_id.in_({meeting.id for meeting, _person in pairs}),
        RosterPlace.participant_id.in_({person for _meeting, person in pairs}),
    )
    kept = {(place.session_id, place.participant_id): place for place in session.scalars(known)} if pairs else {}
    for meeting, participant_id in pairs:
        place = kept.get((meeting.id, participant_id))
        if place is not None:
            place.taken_off_at = None
            continue
        columns = gate_columns(actor, Category.ATTENDANCE, participant_id, meeting.meets_on)
        session.add(RosterPlace(**columns, session_id=meeting.id))


def take_off(session: Session, participant_id: UUID, after: date, group_id: UUID | None, agency_id: UUID) -> None:
    """Take back the places after a day, of one group or of all, where nobody is marked."""
    marked = select(Attendance.session_id).where(Attendance.participant_id == participant_id)
    wanted = (
        select(RosterPlace)
        .join(TreatmentSession, TreatmentSession.id == RosterPlace.session_id)
        .where(
            RosterPlace.participant_id == participant_id,
            RosterPlace.origin_id == agency_id,
            RosterPlace.taken_off_at.is_(None),
            RosterPlace.session_id.not_in(marked),
            TreatmentSession.meets_on > after,
        )
    )
    if group_id is not None:
        wanted = wanted.where(TreatmentSession.group_id == group_id)
    now = clock.now()
    for place in session.scalars(wanted):
        place.taken_off_at = now
