"""What treatment tells about participants: the one door of this room, already gated because its queries are.

Every fact carries its source (table, row, origin, category, version), so that a report can say where each line is from.
An empty answer means "no information", for whatever cause; it is never "none took place".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.gate.vocabulary import Category
from portal.treatment.admissions import queries as admissions
from portal.treatment.admissions.vocabulary import DischargeStatus, Edition, Level
from portal.treatment.report_sections import queries as sections
from portal.treatment.report_sections.vocabulary import LevelAdvice, MedicationTaken, Rating
from portal.treatment.sessions import queries as sessions
from portal.treatment.sessions.attendance import AttendanceSummary, MarkFact, summarize
from portal.treatment.sessions.vocabulary import AttendanceMark

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Source:
    """The row that a fact stands on. `recorded_at` is when it was entered, `author_id` by whom."""

    table: str
    record_id: UUID
    origin_id: UUID
    category: Category
    version: int
    recorded_at: datetime
    author_id: UUID


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One mark that holds. `on` is the local day of the session; `minutes` were attended of `scheduled_minutes`."""

    participant_id: UUID
    session_id: UUID
    on: date
    starts_at: datetime
    service: str
    mark: AttendanceMark
    minutes: int
    scheduled_minutes: int
    makeup_of_id: UUID | None
    source: Source

    @property
    def mark_fact(self) -> MarkFact:
        """The same for the pure derivations of `sessions.attendance`."""
        return MarkFact(
            session_key=str(self.session_id),
            service=self.service,
            on=self.on,
            mark=self.mark,
            known_at=self.source.recorded_at,
            minutes=self.minutes,
            scheduled_minutes=self.scheduled_minutes,
            makeup_of=str(self.makeup_of_id) if self.makeup_of_id else None,
        )


@dataclass(frozen=True, slots=True)
class PlannedFact:
    """A session still to come at which the participant is expected."""

    participant_id: UUID
    session_id: UUID
    on: date
    starts_at: datetime
    minutes: int
    service: str
    source: Source


@dataclass(frozen=True, slots=True)
class AdmissionFact:
    """Treatment at one agency (the source's origin), from a local day to a local day or still going on."""

    participant_id: UUID
    admitted_on: date
    discharged_on: date | None
    source: Source


@dataclass(frozen=True, slots=True)
class DischargeFact:
    participant_id: UUID
    discharged_on: date
    status: DischargeStatus
    source: Source


@dataclass(frozen=True, slots=True)
class LevelFact:
    participant_id: UUID
    level: Level
    edition: Edition
    starts_on: date
    source: Source


@dataclass(frozen=True, slots=True)
class ProgressFact:
    """`line` is the clinician's own, at most 280 characters, written to be read aloud."""

    rating: Rating
    goals_met: int | None
    goals_total: int | None
    line: str
    next_sessions: str
    period_from: date
    period_to: date
    source: Source


@dataclass(frozen=True, slots=True)
class LevelAdviceFact:
    level: Level | None
    advice: LevelAdvice
    advised_level: Level | None
    source: Source


@dataclass(frozen=True, slots=True)
class MedicationFact:
    taken: MedicationTaken
    source: Source


@dataclass(frozen=True, slots=True)
class SubmittedSection:
    """What one agency submitted for one hearing; None for a part left out, or not for this reader."""

    participant_id: UUID
    hearing_id: UUID
    origin_id: UUID
    submitted_at: datetime
    progress: ProgressFact | None
    level: LevelAdviceFact | None
    medication: MedicationFact | None


def source_of(row: Any) -> Source:
    """The source of a fact, from its protected row."""
    return Source(
        table=row.__tablename__,
        record_id=row.id,
        origin_id=row.origin_id,
        category=Category(Category.from_mask(row.category)[0]),
        version=getattr(row, "version", 1),
        recorded_at=row.created_at,
        author_id=row.author_id,
    )


def attendance_of(
    session: Session, participant_ids: Iterable[UUID], from_on: date, to_on: date
) -> dict[UUID, list[SessionFact]]:
    """Marks that hold, from a local day through a local day, oldest first."""
    found: dict[UUID, list[SessionFact]] = {}
    for row, meeting in sessions.attendance(session, participant_ids, from_on, to_on):
        fact = SessionFact(
            participant_id=row.participant_id,
            session_id=row.session_id,
            on=row.service_on,
            starts_at=meeting.starts_at,
            service=row.service,
            mark=AttendanceMark(row.mark),
            minutes=row.minutes,
            scheduled_minutes=meeting.minutes,
            makeup_of_id=row.makeup_of_id,
            source=source_of(row),
        )
        found.setdefault(row.participant_id, []).append(fact)
    return found


def summary_of(facts: Iterable[SessionFact], from_on: date, to_on: date) -> AttendanceSummary:
    """What facts add up to, by service and together. Facts of several agencies are added together."""
    return summarize([fact.mark_fact for fact in facts], from_on, to_on)


def next_sessions(
    session: Session, participant_ids: Iterable[UUID], at: datetime | None = None, to_on: date | None = None
) -> dict[UUID, list[PlannedFact]]:
    """Where each participant is expected after a moment, soonest first, through a day (60 days on when not given)."""
    after = at or clock.now()
    found: dict[UUID, list[PlannedFact]] = {}
    for place, meeting in sessions.planned(session, participant_ids, after, to_on or (after + AHEAD).date()):
        fact = PlannedFact(
            participant_id=place.participant_id,
            session_id=meeting.id,
            on=meeting.meets_on,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            service=meeting.service_line.name,
            source=source_of(place),
        )
        found.setdefault(place.participant_id, []).append(fact)
    return found


def admissions_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[AdmissionFact]]:
    """Admissions, oldest first."""
    return {
        person: [AdmissionFact(person, row.admitted_on, row.discharged_on, source_of(row)) for row in rows]
        for person, rows in admissions.admissions_of(session, participant_ids).items()
    }


def discharges_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[DischargeFact]]:
    """Endings of treatment, oldest first."""
    return {
        person: [DischargeFact(person, row.discharged_on, DischargeStatus(row.status), source_of(row)) for row in rows]
        for person, rows in admissions.discharges_of(session, participant_ids).items()
    }


def levels_of_care(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[LevelFact]]:
    """Levels of care, oldest first; the last one of an agency holds while its admission is open."""
    return {
        person: [
            LevelFact(person, Level(row.level), Edition(row.edition), row.starts_on, source_of(row)) for row in rows
        ]
        for person, rows in admissions.levels_of(session, participant_ids).items()
    }


def submitted_sections(
    session: Session, participant_ids: Iterable[UUID], hearing_ids: Iterable[UUID]
) -> dict[UUID, list[SubmittedSection]]:
    """What this reader may read of what was submitted for these hearings; one for each agency and hearing."""
    people, hearings = list(participant_ids), list(hearing_ids)
    parts: dict[tuple[UUID, UUID, UUID], dict[str, Any]] = {}
    for part, rows in sections.submitted(session, people, hearings).items():
        for row in rows:
            parts.setdefault((row.participant_id, row.hearing_id, row.origin_id), {})[part] = row
    found: dict[UUID, list[SubmittedSection]] = {}
    for (person, hearing, origin), rows_by_part in sorted(parts.items(), key=lambda item: str(item[0])):
        submitted_at = max(row.created_at for row in rows_by_part.values())
        one = SubmittedSection(person, hearing, origin, submitted_at, **facts_of(rows_by_part))
        found.setdefault(person, []).append(one)
    return found


def facts_of(rows: dict[str, Any]) -> dict[str, Any]:
    """The three parts of a section as facts, None for each that is not there."""
    progress, level, medication = rows.get("progress"), rows.get("level"), rows.get("medication")
    return {
        "progress": progress
        and ProgressFact(
            rating=Rating(progress.rating),
            goals_met=progress.goals_met,
            goals_total=progress.goals_total,
            line=progress.line,
            next_sessions=progress.next_sessions,
            period_from=progress.period_from,
            period_to=progress.period_to,
            source=source_of(progress),
        ),
        "level": level
        and LevelAdviceFact(
            level=Level(level.level) if level.level else None,
            advice=LevelAdvice(level.advice),
            advised_level=Level(level.advised_level) if level.advised_level else None,
            source=source_of(level),
        ),
        "medication": medication and MedicationFact(MedicationTaken(medication.taken), source_of(medication)),
    }
