"""How absences stand. The clinic marks them; whether one counts against somebody is decided by a person, elsewhere.

Rooms in the middle do not import each other: whoever stands above connects what was decided here, read through its own
room's gated queries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.treatment.sessions.attendance import Tally
from portal.treatment.sessions.vocabulary import AttendanceMark
from portal.web.strip import SessionMark

Decided = Mapping[str, SessionMark]
"""What was decided about absences without an excuse, by session; a session that is not there is not decided."""
DecisionSource = Callable[[Session, UUID], Decided]

_sources: list[DecisionSource] = []


@dataclass(frozen=True, slots=True)
class Absence:
    on: date
    session_key: str
    stands: SessionMark


@dataclass(frozen=True, slots=True)
class Absences:
    """The absences of one tally, oldest first, and how many stand each way."""

    days: tuple[Absence, ...]

    def count(self, stands: SessionMark) -> int:
        return sum(one.stands is stands for one in self.days)


def add_decision_source(source: DecisionSource) -> None:
    """Connect what tells decisions about one participant's absences: (session, participant) -> decided."""
    if source not in _sources:
        _sources.append(source)


def decided_about(session: Session, participant_id: UUID) -> Decided:
    found: dict[str, SessionMark] = {}
    for source in _sources:
        found.update(source(session, participant_id))
    return found


def absences(tally: Tally, decided: Decided) -> Absences:
    """An absence with an excuse is excused; any other is a question until a person has decided it."""
    return Absences(
        tuple(
            Absence(
                one.on,
                one.session_key,
                SessionMark.EXCUSED
                if one.mark is AttendanceMark.EXCUSED
                else decided.get(one.session_key, SessionMark.QUESTION),
            )
            for one in tally.missed
        )
    )
