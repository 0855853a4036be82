"""How each person of a docket stands: what the docket, the staffing sheet and the bench show in one line.

Everything here is what the reader's own queries returned. What the reader may not know is not there, and no number
counts it; None means that nothing is known, never that there was nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.court.dockets.models import Hearing
from portal.participants.enrollments.models import Enrollment
from portal.participants.people.models import Participant
from portal.participants.programs.vocabulary import Counting, ResponseKind

CALL_FOR_A_LOOK = (Counting.POSITIVE, Counting.MISSED, Counting.TAMPERED, Counting.DECLINED)
BETWEEN = (Counting.DILUTE, Counting.PENDING, Counting.NO_SAMPLE)


class Show(StrEnum):
    """The counts over the docket, each of which filters it."""

    ALL = "all"
    OWED = "owed"
    CONSENTS = "consents"
    SANCTIONS = "sanctions"
    TESTS = "tests"


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions since the last hearing that count, and how many of them were missed, excused ones among them."""

    missed: int
    scheduled: int
    unexcused: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """A section that nobody has submitted yet, by its key and its label in the program's rules."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class OpenSanction:
    """A sanction that is not done yet."""

    label: str
    due_on: date | None
    overdue: bool
    contested: bool
    progress: str = ""


@dataclass(frozen=True, slots=True)
class LastResponse:
    kind: ResponseKind
    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of the docket. `first`, `last`: the days that "since the last hearing" means."""

    hearing: Hearing
    participant: Participant
    first: date
    last: date
    enrollment: Enrollment | None = None
    phase_number: int | None = None
    phase_count: int = 0
    phase_name: str = ""
    phase_day: int | None = None
    owed: tuple[Owed, ...] = ()
    expected: tuple[Owed, ...] = ()
    sessions: Sessions | None = None
    tests: Mapping[Counting, int] = field(default_factory=dict)
    open_sanctions: tuple[OpenSanction, ...] = ()
    last_response: LastResponse | None = None
    consent_ends_on: date | None = None
    previous: Hearing | None = None
    upcoming: Hearing | None = None

    @property
    def all_in(self) -> bool:
        return bool(self.expected) and not self.owed

    @property
    def overdue(self) -> bool:
        return any(sanction.overdue for sanction in self.open_sanctions)

    @property
    def tests_to_look_at(self) -> dict[Counting, int]:
        return {word: self.tests[word] for word in CALL_FOR_A_LOOK if self.tests.get(word)}

    @property
    def tests_between(self) -> dict[Counting, int]:
        return {word: self.tests[word] for word in BETWEEN if self.tests.get(word)}

    @property
    def tests_negative(self) -> int:
        return self.tests.get(Counting.NEGATIVE, 0)


def shown(standings: Sequence[Standing], show: Show) -> list[Standing]:
    """The people whom one of the counts is about."""
    tests: dict[Show, Callable[[Standing], bool]] = {
        Show.ALL: lambda _one: True,
        Show.OWED: lambda one: bool(one.owed),
        Show.CONSENTS: lambda one: one.consent_ends_on is not None,
        Show.SANCTIONS: lambda one: bool(one.open_sanctions),
        Show.TESTS: lambda one: bool(one.tests_to_look_at),
    }
    return [one for one in standings if tests[show](one)]
