"""What the clinics do: admissions, groups, rosters, sessions with one person."""

from __future__ import annotations

from portal import clock
from portal.demo.calendar import ZONE
from portal.demo.happenings import (
    Admitted,
    Discharged,
    GroupJoined,
    GroupLeft,
    GroupStarted,
    IndividualHeld,
    LevelSet,
    MarkCorrected,
    RosterMarked,
    SessionCancelled,
)
from portal.demo.stage import Act, does
from portal.treatment.admissions.services import Admit, EndTreatment, SetLevel, admit, discharge, set_level_of_care
from portal.treatment.admissions.vocabulary import DischargeStatus, Level
from portal.treatment.groups.services import AddServiceLine, StartGroup, add_service_line, start_group
from portal.treatment.groups.vocabulary import ServiceKind
from portal.treatment.sessions import queries
from portal.treatment.sessions.recording import CorrectMark, MarkOne, RecordMarks, correct_mark, record_attendance
from portal.treatment.sessions.rosters import JoinGroup, LeaveGroup, join_group, leave_group
from portal.treatment.sessions.scheduling import (
    CancelSession,
    GenerateSessions,
    ScheduleIndividual,
    cancel_session,
    generate_sessions,
    schedule_individual,
)

ALONE_MINUTES = 50


@does(GroupStarted)
def start(act: Act, one: GroupStarted) -> None:
    service = (one.clinic, one.service)
    if service not in act.known.services:
        line = AddServiceLine(one.service, ServiceKind.GROUP, one.minutes)
        act.known.services[service] = add_service_line(act.session, act.actor, line).id
    from_on = clock.local_date(one.at, ZONE)
    group = start_group(
        act.session,
        act.actor,
        StartGroup(
            name=one.name,
            service_line_id=act.known.services[service],
            weekdays=one.weekdays,
            meets_at=one.meets_at,
            minutes=one.minutes,
            starts_on=from_on,
            room=one.room,
            leaders=tuple(act.known.users[username] for username in one.leaders),
        ),
    )
    act.known.groups[one.group] = group.id
    plan = GenerateSessions(group.id, from_on, one.planned_to)
    for made in generate_sessions(act.session, act.actor, plan):
        act.known.sessions[one.group, made.meets_on] = made.id


@does(Admitted)
def take_in(act: Act, one: Admitted) -> None:
    on = clock.local_date(one.at, ZONE)
    command = Admit(act.known.people[one.person], on, Level(one.level), level_reason="By the first assessment")
    act.known.admissions[one.person, one.clinic] = admit(act.session, act.actor, command).id


@does(LevelSet)
def set_level(act: Act, one: LevelSet) -> None:
    on = clock.local_date(one.at, ZONE)
    command = SetLevel(act.known.admissions[one.person, one.clinic], Level(one.level), on, reason=one.reason)
    set_level_of_care(act.session, act.actor, command)


@does(Discharged)
def let_go(act: Act, one: Discharged) -> None:
    on = clock.local_date(one.at, ZONE)
    admission_id = act.known.admissions[one.person, one.clinic]
    discharge(act.session, act.actor, EndTreatment(admission_id, on, DischargeStatus(one.status)))


@does(GroupJoined)
def join(act: Act, one: GroupJoined) -> None:
    command = JoinGroup(act.known.groups[one.group], act.known.people[one.person], one.starts_on)
    act.known.memberships[one.person, one.group] = join_group(act.session, act.actor, command).id


@does(GroupLeft)
def leave(act: Act, one: GroupLeft) -> None:
    membership_id = act.known.memberships[one.person, one.group]
    leave_group(act.session, act.actor, LeaveGroup(membership_id, one.ends_on))


@does(RosterMarked)
def mark(act: Act, one: RosterMarked) -> None:
    marks = tuple(MarkOne(act.known.people[two.person], two.mark, two.minutes, two.reason) for two in one.marks)
    record_attendance(act.session, act.actor, RecordMarks(act.known.sessions[one.group, one.on], marks))


@does(SessionCancelled)
def cancel(act: Act, one: SessionCancelled) -> None:
    cancel_session(act.session, act.actor, CancelSession(act.known.sessions[one.group, one.on]))


@does(MarkCorrected)
def correct(act: Act, one: MarkCorrected) -> None:
    marks = queries.marks(act.session, act.known.sessions[one.group, one.on])
    old = marks[act.known.people[one.person]]
    correct_mark(act.session, act.actor, CorrectMark(old.id, one.mark, one.reason, one.minutes))


@does(IndividualHeld)
def hold(act: Act, one: IndividualHeld) -> None:
    service = (one.clinic, one.service)
    if service not in act.known.services:
        line = AddServiceLine(one.service, ServiceKind.INDIVIDUAL, ALONE_MINUTES)
        act.known.services[service] = add_service_line(act.session, act.actor, line).id
    person = act.known.people[one.person]
    wanted = ScheduleIndividual(person, act.known.services[service], one.starts_at)
    meeting = schedule_individual(act.session, act.actor, wanted)
    if one.mark is not None:
        marks = (MarkOne(person, one.mark, reason=one.reason),)
        record_attendance(act.session, act.actor, RecordMarks(meeting.id, marks))
