"""What the rooms in the middle tell each other. They do not import each other; here, above them, their doors are
joined: attendance for milestones and the strip, contacts of case management for milestones, hearings for the strip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.accounts.principal import regime_of_agency
from portal.casework import facts as casework
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.compliance import facts as compliance
from portal.compliance import sources
from portal.compliance.behaviors.vocabulary import SourceKind, Standing
from portal.compliance.facts import QuestionTold
from portal.compliance.milestones.facts import RunOfSessions, Share
from portal.compliance.sources import StripPart
from portal.compliance.supervision.due import ContactFact
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.court.dockets.queries import hearing_days
from portal.gate.source import RecordSource
from portal.gate.vocabulary import Regime
from portal.participants.programs.definition import Milestone
from portal.treatment import facts as treatment
from portal.treatment.facts import PlannedFact, SessionFact, Source
from portal.treatment.sessions import absences
from portal.treatment.sessions.absences import Decided
from portal.treatment.sessions.attendance import MarkFact, at_least_since, sessions_in_row, standard_policy, summarize
from portal.treatment.sessions.vocabulary import AttendanceCount
from portal.web.strip import SessionDay, SessionMark

CONTACT_MODES = {
    Mode.IN_PERSON: ContactMode.OFFICE,
    Mode.HOME: ContactMode.HOME,
    Mode.PHONE: ContactMode.PHONE,
    Mode.VIDEO: ContactMode.VIDEO,
    Mode.MESSAGE: ContactMode.MESSAGE,
}
CONTACT_RESULTS = {
    Outcome.KEPT: ContactResult.KEPT,
    Outcome.ATTEMPT: ContactResult.ATTEMPT,
    Outcome.MISSED: ContactResult.MISSED,
    Outcome.EXCUSED: ContactResult.EXCUSED,
}
ABSENCES = {
    Standing.FOUND: SessionMark.UNEXCUSED,
    Standing.NOT_FOUND: SessionMark.EXCUSED,
    Standing.EXCUSED: SessionMark.EXCUSED,
}


def connect() -> None:
    """Join the doors. Doing it twice changes nothing."""
    sources.add_attendance_source(attendance_views)
    absences.add_decision_source(decided_absences)
    sources.add_contact_source(casework_contacts)
    sources.add_strip_source(sessions_on_strip)
    sources.add_strip_source(hearings_on_strip)


@dataclass(frozen=True, slots=True)
class Marks:
    """One participant's marks and coming sessions, as this reader may know them."""

    marks: tuple[MarkFact, ...]
    upcoming: tuple[date, ...]
    sources: tuple[RecordSource, ...]

    def share(self, milestone: Milestone, from_on: date, to_on: date) -> Share | None:
        total = summarize(self.marks, from_on, to_on).total
        if not total.counted:
            return None
        since = at_least_since(self.marks, from_on, to_on, int(milestone.target))
        return Share(total.attended, total.counted, since, self.upcoming)

    def run(self, from_on: date, to_on: date) -> RunOfSessions | None:
        if not any(from_on <= mark.on <= to_on for mark in self.marks):
            return None
        found = sessions_in_row(self.marks, from_on, to_on)
        return RunOfSessions(found.current, found.reached_on, self.upcoming)


def attendance_views(session: Session, participant_ids: Sequence[UUID], as_of: date) -> dict[UUID, Marks]:
    """Attendance through a day, with the sessions to come; who has no mark this reader may see is left out."""
    marked = treatment.attendance_of(session, participant_ids, date.min, as_of)
    planned = treatment.next_sessions(session, participant_ids)
    regimes = regimes_of(session, marked)
    return {person: marks_of(found, planned.get(person, []), regimes) for person, found in marked.items()}


def marks_of(found: Sequence[SessionFact], planned: Sequence[PlannedFact], regimes: Mapping[UUID, Regime]) -> Marks:
    return Marks(
        marks=tuple(one.mark_fact for one in found),
        upcoming=tuple(one.on for one in planned),
        sources=tuple(record_source(one.source, regimes) for one in found),
    )


def regimes_of(session: Session, marked: Mapping[UUID, Sequence[SessionFact]]) -> dict[UUID, Regime]:
    """The law that each agency's records are under."""
    origins = {one.source.origin_id for found in marked.values() for one in found}
    agencies = session.scalars(select(Agency).where(Agency.id.in_(origins)))
    return {one.id: regime_of_agency(one.part2_program, one.hipaa) for one in agencies}


def record_source(source: Source, regimes: Mapping[UUID, Regime]) -> RecordSource:
    return RecordSource(
        table=source.table,
        record_id=source.record_id,
        origin_id=source.origin_id,
        category=source.category,
        regime=regimes[source.origin_id],
        version=source.version,
        recorded_at=source.recorded_at,
        author_id=source.author_id,
    )


def casework_contacts(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, list[ContactFact]]:
    """Contacts of case management count for milestones like an officer's."""
    return {
        person: [
            ContactFact(
                contact_key=str(one.contact_id),
                on=one.on,
                mode=CONTACT_MODES[one.mode],
                result=CONTACT_RESULTS[one.outcome],
                known_at=one.recorded_at,
            )
            for one in found
        ]
        for person, found in casework.contacts_of(session, participant_ids).items()
    }


def sessions_on_strip(session: Session, participant_id: UUID, start: date, end: date) -> StripPart:
    """Sessions with their marks; an unexcused absence stays a question until a person has decided it."""
    decided = decided_absences(session, participant_id)
    days = []
    for one in treatment.attendance_of(session, [participant_id], start, end).get(participant_id, []):
        mark = session_mark(one, decided)
        if mark is not None:
            days.append(SessionDay(one.on, mark))
    return StripPart(sessions=tuple(days))


def decided_absences(session: Session, participant_id: UUID) -> Decided:
    return decisions(compliance.questions_of(session, [participant_id]).get(participant_id, ()))


def decisions(questions: Iterable[QuestionTold]) -> Decided:
    """What people have decided about absences; the open ones are not among them."""
    return {
        str(one.source_key): ABSENCES[one.standing]
        for one in questions
        if one.kind is SourceKind.ATTENDANCE and one.standing in ABSENCES
    }


def session_mark(fact: SessionFact, decided: Decided) -> SessionMark | None:
    count = standard_policy().counts[fact.mark]
    if count in (AttendanceCount.ATTENDED, AttendanceCount.LEFT_EARLY):
        return SessionMark.ATTENDED
    if count is AttendanceCount.EXCUSED:
        return SessionMark.EXCUSED
    if count is AttendanceCount.UNEXCUSED:
        return decided.get(str(fact.session_id), SessionMark.QUESTION)
    return None


def hearings_on_strip(session: Session, participant_id: UUID, start: date, end: date) -> StripPart:
    return StripPart(hearings=tuple(one.service_on for one in hearing_days(session, [participant_id], start, end)))
