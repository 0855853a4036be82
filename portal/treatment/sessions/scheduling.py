"""Planning sessions: the weeks of a group, one more meeting, a session with one person; and cancelling one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.treatment.admissions import queries as admissions
from portal.treatment.groups import queries as groups
from portal.treatment.groups.models import TreatmentGroup
from portal.treatment.groups.services import refuse_length
from portal.treatment.groups.vocabulary import ServiceKind
from portal.treatment.sessions import queries
from portal.treatment.sessions.models import AT_ONCE, TreatmentSession
from portal.treatment.sessions.recording import MarkOne, RecordMarks, held_session, record_attendance
from portal.treatment.sessions.rosters import belongs, give_places
from portal.treatment.sessions.vocabulary import AttendanceMark, SessionStatus
from portal.web.refused import Refused

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class GenerateSessions:
    """The meetings of a group from a local day through a local day; those that are planned already stay."""

    group_id: UUID
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class ScheduleSession:
    """One meeting of a group outside its weekly days."""

    group_id: UUID
    starts_at: datetime
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ScheduleIndividual:
    """A session with one person; `clinician_id` is a user, the actor when it is None."""

    participant_id: UUID
    service_line_id: UUID
    starts_at: datetime
    minutes: int | None = None
    clinician_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelSession:
    session_id: UUID
    version: int | None = None


def generate_sessions(session: Session, actor: Principal, command: GenerateSessions) -> list[TreatmentSession]:
    """Plan a group's meetings and expect its members. Returns the new ones, in order of time."""
    group = own_group(session, actor, command.group_id)
    if not command.from_on <= command.to_on <= command.from_on + timedelta(days=MOST_DAYS):
        raise Refused("to_on", _("Enter a last day within a year of the first."))
    wanted = select(TreatmentSession).where(TreatmentSession.group_id == group.id)
    planned = {meeting.starts_at for meeting in session.scalars(wanted)}
    made = []
    for offset in range((command.to_on - command.from_on).days + 1):
        day = command.from_on + timedelta(days=offset)
        if day.weekday() not in group.days or day < group.starts_on or (group.ends_on and day > group.ends_on):
            continue
        starts_at = clock.local_moment(day, group.meets_at, actor.zone)
        if starts_at not in planned:
            made.append(meeting_of(group, starts_at, day, group.minutes))
    plan(session, actor, group, made)
    record_act(session, actor, "sessions_planned", group, note=str(len(made)))
    session.flush()
    return made


def schedule_session(session: Session, actor: Principal, command: ScheduleSession) -> TreatmentSession:
    """Plan one more meeting of a group, on any day and at any time."""
    group = own_group(session, actor, command.group_id)
    minutes = command.minutes or group.minutes
    refuse_length(minutes)
    same = select(TreatmentSession).where(
        TreatmentSession.group_id == group.id, TreatmentSession.starts_at == command.starts_at
    )
    if session.scalar(same) is not None:
        raise Refused("starts_at", _("The group meets at this time already."))
    meeting = meeting_of(group, command.starts_at, clock.local_date(command.starts_at, actor.zone), minutes)
    plan(session, actor, group, [meeting])
    record_act(session, actor, "session_planned", meeting)
    session.flush()
    return meeting


def schedule_individual(session: Session, actor: Principal, command: ScheduleIndividual) -> TreatmentSession:
    """Plan a session with one person whom the agency treats, ahead or, to mark it at once, in the past.

    Refused for an hour at which this person has another such session here, and for a day more than a year ahead.
    """
    line = groups.service_line(session, command.service_line_id, actor.agency_id)
    if line is None or line.kind != ServiceKind.INDIVIDUAL:
        raise Refused("service", _("Choose one of your agency's individual services."))
    minutes = command.minutes or line.minutes
    refuse_length(minutes)
    day = clock.local_date(command.starts_at, actor.zone)
    stays = admissions.admissions_of(session, [command.participant_id]).get(command.participant_id, [])
    if not any(
        stay.origin_id == actor.agency_id
        and stay.admitted_on <= day
        and (stay.discharged_on is None or day <= stay.discharged_on)
        for stay in stays
    ):
        raise Refused("held_on", _("Enter a day on which this person was in treatment here."))
    if command.starts_at > clock.now() + timedelta(days=MOST_DAYS):
        raise Refused("held_on", _("Enter a day within a year from today."))
    ends_at = command.starts_at + timedelta(minutes=minutes)
    for other in queries.individual_sessions(session, command.participant_id, actor.agency_id, day):
        if command.starts_at < other.starts_at + timedelta(minutes=other.minutes) and other.starts_at < ends_at:
            raise Refused("starts", AT_ONCE)
    meeting = TreatmentSession(
        agency_id=actor.agency_id,
        service_line_id=line.id,
        clinician_id=command.clinician_id or actor.user_id,
        starts_at=command.starts_at,
        meets_on=day,
        minutes=minutes,
    )
    session.add(meeting)
    session.flush()
    give_places(session, actor, [(meeting, command.participant_id)])
    record_act(session, actor, "session_planned", meeting, participant_id=command.participant_id)
    session.flush()
    return meeting


def cancel_session(session: Session, actor: Principal, command: CancelSession) -> TreatmentSession:
    """The provider cancelled: the session counts for nobody. Refused when somebody is marked already."""
    meeting = held_session(session, actor, command.session_id)
    marked = queries.marks(session, meeting.id)
    if marked:
        raise Refused("", _("Somebody is marked as having been there or not. Correct these marks first."))
    meeting.status = SessionStatus.CANCELLED
    meeting.version += 1
    record_act(session, actor, "session_cancelled", meeting)
    session.flush()
    if meeting.starts_at <= clock.now():
        people = [place.participant_id for place in queries.places(session, meeting.id)]
        marks = tuple(MarkOne(person, AttendanceMark.PROVIDER_CANCELLED, 0) for person in people)
        record_attendance(session, actor, RecordMarks(meeting.id, marks))
    return meeting


def own_group(session: Session, actor: Principal, group_id: UUID) -> TreatmentGroup:
    group = groups.group(session, group_id, actor.agency_id)
    if group is None:
        raise Refused("", _("There is no such group at your agency."))
    return group


def meeting_of(group: TreatmentGroup, starts_at: datetime, day: date, minutes: int) -> TreatmentSession:
    return TreatmentSession(
        agency_id=group.agency_id,
        service_line_id=group.service_line_id,
        group_id=group.id,
        starts_at=starts_at,
        meets_on=day,
        minutes=minutes,
        room=group.room,
    )


def plan(session: Session, actor: Principal, group: TreatmentGroup, made: Sequence[TreatmentSession]) -> None:
    """Add meetings, and a place for every member whom their day covers."""
    session.add_all(made)
    session.flush()
    members = groups.members(session, group.id)
    expected = [(meeting, one.participant_id) for meeting in made for one in members if belongs(one, meeting.meets_on)]
    give_places(session, actor, expected)
