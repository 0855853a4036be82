"""Enrolling, the team, statuses, phases and whereabouts."""

from __future__ import annotations

from datetime import timedelta

from portal import clock
from portal.demo.calendar import moment
from portal.demo.cast import Person, people, staff
from portal.demo.court_happenings import CaseDisposed
from portal.demo.happenings import Entered, Moved, PhaseGranted, StatusChanged
from portal.demo.stage import Act, does
from portal.participants.enrollments.models import Enrollment, LegalCase
from portal.participants.enrollments.queries import enrollment, legal_case
from portal.participants.enrollments.services import (
    Assign,
    Enroll,
    advance_phase,
    assign_team,
    change_status,
    enroll,
    record_disposition,
    record_whereabouts,
)
from portal.participants.people.services import RegisterParticipant, register_participant

BY_KEY: dict[str, Person] = {person.key: person for person in people()}


@does(Entered)
def enter(act: Act, one: Entered) -> None:
    person = BY_KEY[one.person]
    command = RegisterParticipant(
        full_name=person.name,
        sort_key=person.sort,
        born_on=person.born,
        used_name=person.used,
        say=person.say,
        pronouns=person.pronouns,
        language=person.language,
        interpreter=person.interpreter,
    )
    participant = register_participant(act.session, act.actor, command)
    first, *later = one.phases
    made = enroll(
        act.session,
        act.actor,
        Enroll(
            participant_id=participant.id,
            program_version_id=act.known.versions[person.program],
            legal_track=one.track,
            started_on=one.started_on,
            first_phase=first[0],
            case_number=one.case_number,
            condition_of_disposition=person.in_court,
            latest_possible_disposition_at=moment(one.started_on + timedelta(days=915), clock.noon()),
            judge_user_id=act.known.users["okafor"] if person.in_court else None,
        ),
    )
    assign_team(act.session, act.actor, made, [mate(act, username) for username in one.team])
    for phase, starts_on in later:
        advance_phase(act.session, act.actor, made, phase, starts_on, "As in the program's books")
    act.known.people[one.person] = participant.id
    act.known.enrollments[one.person] = made.id
    act.known.cases[one.person] = made.legal_case_id


def mate(act: Act, username: str) -> Assign:
    one = staff(username)
    return Assign(act.known.users[username], act.known.agencies[one.agency], one.role)


def enrollment_of(act: Act, person: str) -> Enrollment:
    found = enrollment(act.session, act.known.enrollments[person])
    assert found is not None
    return found


@does(PhaseGranted)
def grant(act: Act, one: PhaseGranted) -> None:
    advance_phase(
        act.session, act.actor, enrollment_of(act, one.person), one.phase, clock.local_date(one.at, act.actor.zone)
    )


@does(StatusChanged)
def change(act: Act, one: StatusChanged) -> None:
    on = clock.local_date(one.at, act.actor.zone)
    change_status(act.session, act.actor, enrollment_of(act, one.person), one.status, on, one.reason)


@does(Moved)
def move(act: Act, one: Moved) -> None:
    on = clock.local_date(one.at, act.actor.zone)
    record_whereabouts(act.session, act.actor, act.known.people[one.person], one.place, on)


@does(CaseDisposed)
def dispose(act: Act, one: CaseDisposed) -> None:
    case = case_of(act, one.person)
    record_disposition(act.session, act.actor, case, one.at)


def case_of(act: Act, person: str) -> LegalCase:
    case_id = act.known.cases[person]
    found = legal_case(act.session, case_id) if case_id is not None else None
    assert found is not None
    return found
