"""What this room needs to know from the other rooms in the middle. They do not import each other: whoever stands above
connects a source here, and each source reads through its own room's gated queries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.milestones.facts import RunOfSessions, Share
from portal.compliance.supervision.due import ContactFact
from portal.gate.source import RecordSource
from portal.participants.programs.definition import Milestone
from portal.web.strip import SessionDay


class AttendanceView(Protocol):
    """What one reader may know of one participant's attendance. None: nothing is known, which is not zero."""

    @property
    def sources(self) -> tuple[RecordSource, ...]:
        """The marks it rests on."""

    def share(self, milestone: Milestone, from_on: date, to_on: date) -> Share | None:
        """Attended of counted sessions over a time, for a milestone's target."""

    def run(self, from_on: date, to_on: date) -> RunOfSessions | None:
        """Sessions attended one after the other."""


@dataclass(frozen=True, slots=True)
class StripPart:
    """What another room adds to the strip of days."""

    sessions: tuple[SessionDay, ...] = ()
    hearings: tuple[date, ...] = ()


AttendanceSource = Callable[[Session, Sequence[UUID], date], Mapping[UUID, AttendanceView]]
ContactSource = Callable[[Session, Sequence[UUID]], Mapping[UUID, Sequence[ContactFact]]]
StripSource = Callable[[Session, UUID, date, date], StripPart]

_attendance: list[AttendanceSource] = []
_contacts: list[ContactSource] = []
_strip: list[StripSource] = []


def add_attendance_source(source: AttendanceSource) -> None:
    """Connect what tells attendance: (session, participant ids, as of) -> views."""
    if source not in _attendance:
        _attendance.append(source)


def add_contact_source(source: ContactSource) -> None:
    """Connect contacts that are recorded elsewhere, in the shape of this room's own."""
    if source not in _contacts:
        _contacts.append(source)


def add_strip_source(source: StripSource) -> None:
    """Connect what puts sessions and hearings on the strip: (session, participant, first day, last day) -> part."""
    if source not in _strip:
        _strip.append(source)


def attendance_of(session: Session, participant_ids: Sequence[UUID], as_of: date) -> dict[UUID, AttendanceView]:
    found: dict[UUID, AttendanceView] = {}
    for source in _attendance:
        found.update(source(session, participant_ids, as_of))
    return found


def other_contacts_of(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, list[ContactFact]]:
    found: dict[UUID, list[ContactFact]] = {}
    for source in _contacts:
        for participant_id, contacts in source(session, participant_ids).items():
            found.setdefault(participant_id, []).extend(contacts)
    return found


def strip_parts(session: Session, participant_id: UUID, start: date, end: date) -> StripPart:
    parts = [source(session, participant_id, start, end) for source in _strip]
    sessions = sorted((day for part in parts for day in part.sessions), key=lambda day: day.on)
    return StripPart(tuple(sessions), tuple(sorted({on for part in parts for on in part.hearings})))
