"""Filling the lines of a docket: a fixed number of statements, however many people are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.casework import facts as casework
from portal.casework.facts import OutsideAsked
from portal.compliance import facts as compliance
from portal.compliance.facts import DrugTestTold, ObligationTold, ResponseTold
from portal.compliance.responses.vocabulary import ResponseState
from portal.consent.reading import ending_before
from portal.court.dockets import queries
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.queries import ON_THE_DOCKET, Called
from portal.court.dockets.standing import LastResponse, OpenSanction, Owed, Sessions, Standing
from portal.court.sections import queries as sections
from portal.gate.looking import tally
from portal.gate.vocabulary import Category
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import Enrollment
from portal.participants.programs.definition import ReportSection
from portal.participants.programs.sentences import plain_number
from portal.participants.programs.services import rules_of
from portal.participants.programs.vocabulary import Counting, ResponseKind
from portal.treatment import facts as treatment
from portal.treatment.facts import SessionFact
from portal.web.dates import last_day

STILL_OPEN = (ResponseState.OPEN, ResponseState.NOT_DONE, ResponseState.CONTESTED)
USUAL_INTERVAL = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the rooms told of everybody on the docket, by participant."""

    enrollments: Mapping[UUID, Enrollment]
    previous: Mapping[UUID, Hearing]
    upcoming: Mapping[UUID, Hearing]
    expected: Mapping[UUID, Sequence[ReportSection]]
    submitted: Mapping[UUID, Sequence[sections.Submitted]]
    attendance: Mapping[UUID, Sequence[SessionFact]]
    tests: Mapping[UUID, Sequence[DrugTestTold]]
    responses: Mapping[UUID, Sequence[ResponseTold]]
    obligations: Mapping[UUID, Sequence[ObligationTold]]
    endings: Mapping[UUID, datetime]
    outside: Mapping[UUID, Sequence[OutsideAsked]]


def people_called(session: Session, docket_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people the reader may know of on each docket."""
    counted: Any = (
        select(Hearing.docket_id, func.count(Hearing.id))
        .where(Hearing.docket_id.in_(list(docket_ids)), Hearing.state.in_(ON_THE_DOCKET))
        .group_by(Hearing.docket_id)
    )
    rows = session.execute(tally(counted, (), Category.HEARING.bit))
    return dict(rows.all())


def standings(session: Session, docket: Docket, called: Sequence[Called], full: bool) -> list[Standing]:
    """The lines of a docket in its order. Without `full` only who is called and when next, as the clerk needs it."""
    ids = [one.participant.id for one in called]
    ends_at = clock.day_ends_at(docket.held_on, docket.program.time_zone)
    if not full:
        upcoming = queries.hearings_after(session, ids, ends_at)
        known = enrollments.current_of(session, ids)
        return [
            Standing(
                one.hearing,
                one.participant,
                docket.held_on,
                docket.held_on,
                enrollment=known.get(one.participant.id),
                upcoming=upcoming.get(one.participant.id),
            )
            for one in called
        ]
    gathered = gather(session, docket, called, ends_at)
    today = clock.local_date(clock.now(), docket.program.time_zone)
    return [line(one, gathered, docket, today) for one in called]


def gather(session: Session, docket: Docket, called: Sequence[Called], ends_at: datetime) -> Gathered:
    ids = [one.participant.id for one in called]
    hearings = [one.hearing for one in called]
    known = enrollments.current_of(session, ids)
    previous = queries.hearings_before(session, ids, docket.starts_at)
    upcoming = queries.hearings_after(session, ids, ends_at)
    first = min((since(known.get(person), previous.get(person), docket) for person in ids), default=docket.held_on)
    teams = enrollments.members_of(session, ids)
    return Gathered(
        enrollments=known,
        previous=previous,
        upcoming=upcoming,
        expected=sections.expected_of(session, hearings, known, teams),
        submitted=sections.submitted_for(session, [one.id for one in hearings]),
        attendance=treatment.attendance_of(session, ids, first, docket.held_on),
        tests=compliance.drug_tests_of(session, ids, first, docket.held_on),
        responses=compliance.responses_of(session, ids),
        obligations=compliance.obligations_of(session, ids, docket.held_on),
        endings=ending_before(
            session, ids, {one.participant.id: horizon(one, docket, known, upcoming) for one in called}
        ),
        outside=casework.outside_asked(session, ids),
    )


def since(enrollment: Enrollment | None, previous: Hearing | None, docket: Docket) -> date:
    """The first day of "since the last hearing": that hearing's day, or the start of the enrollment."""
    if previous is not None:
        return previous.service_on
    return min(enrollment.started_on, docket.held_on) if enrollment is not None else docket.held_on


def horizon(
    one: Called, docket: Docket, known: Mapping[UUID, Enrollment], upcoming: Mapping[UUID, Hearing]
) -> datetime:
    """When the person comes next: the date that is set, else by the interval of the phase."""
    following = upcoming.get(one.participant.id)
    if following is not None:
        return following.starts_at
    enrollment = known.get(one.participant.id)
    if enrollment is None:
        return docket.starts_at + USUAL_INTERVAL
    days = rules_of(enrollment.program_version).phase(enrollment.phase_key).hearing_every_days
    return docket.starts_at + (timedelta(days=days) if days else USUAL_INTERVAL)


def line(one: Called, gathered: Gathered, docket: Docket, today: date) -> Standing:
    person = one.participant.id
    enrollment = gathered.enrollments.get(person)
    previous = gathered.previous.get(person)
    first = since(enrollment, previous, docket)
    last = docket.held_on - timedelta(days=1)
    asked = outside_due(gathered.outside.get(person, ()), first, docket.held_on)
    expected = [Owed(section.key, section.label) for section in gathered.expected.get(one.hearing.id, ())]
    expected += [Owed(outside.key, outside.agency) for outside in asked]
    given = {submitted.key for submitted in gathered.submitted.get(one.hearing.id, ())}
    given |= {outside.key for outside in asked if outside.answered}
    ending = gathered.endings.get(person)
    return Standing(
        hearing=one.hearing,
        participant=one.participant,
        first=first,
        last=last,
        enrollment=enrollment,
        **phase_of(enrollment, docket.held_on),
        owed=tuple(section for section in expected if section.key not in given),
        expected=tuple(expected),
        sessions=sessions_of(gathered.attendance.get(person, ()), first, last),
        tests=tests_of(gathered.tests.get(person, ()), first, last),
        open_sanctions=sanctions_of(gathered.responses.get(person, ()), gathered.obligations.get(person, ()), today),
        last_response=last_of(gathered.responses.get(person, ()), docket.held_on),
        consent_ends_on=last_day(ending, docket.program.time_zone) if ending else None,
        previous=previous,
        upcoming=gathered.upcoming.get(person),
    )


def outside_due(asked: Iterable[OutsideAsked], first: date, held_on: date) -> list[OutsideAsked]:
    """Agencies outside whose answer is asked for before a hearing, since the last one."""
    return [one for one in asked if first <= one.answer_by <= held_on]


def phase_of(enrollment: Enrollment | None, on: date) -> dict[str, Any]:
    """The phase by number and name, and which day of it the hearing is."""
    if enrollment is None:
        return {}
    rules = rules_of(enrollment.program_version)
    phase = rules.phase(enrollment.phase_key)
    return {
        "phase_number": phase.number,
        "phase_count": len(rules.phases),
        "phase_name": phase.name,
        "phase_day": (on - enrollment.phase_started_on).days + 1,
    }


def sessions_of(facts: Iterable[SessionFact], first: date, last: date) -> Sessions | None:
    """Missed of scheduled sessions in the period; None when the reader knows of none."""
    told = [fact for fact in facts if first <= fact.on <= last]
    if not told:
        return None
    total = treatment.summary_of(told, first, last).total
    return Sessions(total.excused + total.unexcused, total.scheduled, total.unexcused)


def tests_of(facts: Iterable[DrugTestTold], first: date, last: date) -> dict[Counting, int]:
    return Counter(one.counts_as for one in facts if one.counts_as is not None and first <= one.on <= last)


def sanctions_of(
    responses: Iterable[ResponseTold], obligations: Iterable[ObligationTold], today: date
) -> tuple[OpenSanction, ...]:
    """Sanctions that are not done, with how far the obligation that came with each has got."""
    standing = {(one.hearing_id, one.label): one.standing for one in obligations}
    found = []
    for one in responses:
        if one.kind is not ResponseKind.SANCTION or one.state not in STILL_OPEN:
            continue
        owed = standing.get((one.hearing_id, one.label))
        if owed is not None and not owed.still_owed:
            continue
        progress = ""
        if owed is not None and owed.done:
            progress = f"{plain_number(owed.done)} / {plain_number(owed.target)} {owed.unit.label}"
        overdue = one.due_on is not None and one.due_on < today and not one.contested
        found.append(OpenSanction(one.label, one.due_on, overdue, one.contested, progress))
    return tuple(found)


def last_of(responses: Iterable[ResponseTold], before: date) -> LastResponse | None:
    """The newest response from before the day of the docket that was not taken back; of one day's, a sanction first."""
    held = [one for one in responses if one.state is not ResponseState.WITHDRAWN and one.ordered_on < before]
    if not held:
        return None
    one = max(held, key=lambda one: (one.ordered_on, one.kind == ResponseKind.SANCTION))
    return LastResponse(one.kind, one.ordered_on, one.label)
