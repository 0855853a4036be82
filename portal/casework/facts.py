"""The door of this room: contacts, needs, goals and submitted sections, already gated, each with its source.

Set-wise: every function takes many participants and runs a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.casework.contacts import queries as contacts
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.casework.needs import queries as needs
from portal.casework.needs.vocabulary import REPORTED, Area, NeedState
from portal.casework.outside import gathering as outside
from portal.casework.outside.vocabulary import Section
from portal.casework.report_sections import queries as sections
from portal.casework.report_sections.vocabulary import Change
from portal.gate.source import RecordSource, source_of


@dataclass(frozen=True, slots=True)
class CaseContactTold:
    """A contact of case management; its words are not among what is told."""

    source: RecordSource
    contact_id: UUID
    on: date
    mode: Mode
    outcome: Outcome
    minutes: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class GoalTold:
    source: RecordSource
    words: str
    measure: str
    due_on: date
    state: NeedState


@dataclass(frozen=True, slots=True)
class NeedTold:
    """A need, how it stands since which day, and its goals."""

    source: RecordSource
    need_id: UUID
    area: Area
    label: str
    state: NeedState
    changed_on: date
    words: str
    goals: tuple[GoalTold, ...]


@dataclass(frozen=True, slots=True)
class OutsideTold:
    """What an agency without an account told: "Cedar House, by link, Dec 1", and its answers in one paragraph."""

    source: RecordSource
    section: Section
    on: date
    provenance: str
    words: str


@dataclass(frozen=True, slots=True)
class OutsideAsked:
    """An agency without an account that was asked, until which day, and whether it answered."""

    key: str
    agency: str
    answer_by: date
    answered: bool


@dataclass(frozen=True, slots=True)
class CaseSectionTold:
    """The case-management section that was submitted for a hearing or review."""

    source: RecordSource
    hearing_id: UUID
    changes: Mapping[Area, Change]
    line: str
    author_name: str
    submitted_at: datetime


def contacts_of(
    session: Session, participant_ids: Sequence[UUID], from_on: date = date.min, to_on: date = date.max
) -> dict[UUID, tuple[CaseContactTold, ...]]:
    """Contacts in a time, newest first."""
    return {
        person: tuple(
            CaseContactTold(
                source_of(row), row.id, row.met_on, Mode(row.mode), Outcome(row.outcome), row.minutes, row.recorded_at
            )
            for row in rows
            if from_on <= row.met_on <= to_on
        )
        for person, rows in contacts.contacts_of(session, participant_ids).items()
    }


def needs_of(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, tuple[NeedTold, ...]]:
    """Needs with their goals, open ones first."""
    return {
        person: tuple(
            NeedTold(
                source=source_of(one.steps[-1] if one.steps else one.need),
                need_id=one.need.id,
                area=one.area,
                label=one.need.label,
                state=one.state,
                changed_on=one.changed_on,
                words=one.steps[-1].words if one.steps else "",
                goals=tuple(
                    GoalTold(source_of(goal), goal.words, goal.measure, goal.due_on, NeedState(goal.state))
                    for goal in one.goals
                ),
            )
            for one in found
        )
        for person, found in needs.needs_of(session, participant_ids).items()
    }


def submitted_sections(
    session: Session, participant_ids: Sequence[UUID], hearing_id: UUID
) -> dict[UUID, tuple[CaseSectionTold, ...]]:
    """The case-management sections that were submitted for a hearing or review."""
    return {
        person: tuple(
            CaseSectionTold(
                source=source_of(row),
                hearing_id=row.hearing_id,
                changes={area: Change(getattr(row, area.value)) for area in REPORTED},
                line=row.line,
                author_name=row.author_name,
                submitted_at=row.submitted_at,
            )
            for row in rows
        )
        for person, rows in sections.submitted_of(session, participant_ids, hearing_id).items()
    }


def outside_of(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, tuple[OutsideTold, ...]]:
    """What agencies without an account told, newest first."""
    return {
        person: tuple(
            OutsideTold(
                source_of(one.answer), Section(one.answer.section), one.answer.told_on, one.heading, one.sentence
            )
            for one in found
        )
        for person, found in outside.told_about(session, participant_ids).items()
    }


def outside_asked(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, tuple[OutsideAsked, ...]]:
    """Whom the reader's own agency asked and may still be told by, or was answered by."""
    return {
        person: tuple(
            OutsideAsked(one.asked.key, one.agency, one.asked.answer_by, one.answered)
            for one in found
            if one.open or one.answered
        )
        for person, found in outside.asked_about(session, participant_ids).items()
    }
