"""A program's rules as values: what the rule files say, checked and frozen.

Numbers come from treatment-court practice (All Rise, Adult Treatment Court Best Practice Standards; state standards
of Georgia, Indiana and Oklahoma): phases, behaviors and responses, testing, attendance, milestones. None of them is a
constant of the code: each is a setting of the program. An enrollment is pinned to one `content_hash`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from portal.gate.vocabulary import Category, RoleName
from portal.participants.programs.responding import Catalog, Limits, Lookup
from portal.participants.programs.vocabulary import (
    AttendanceCount,
    AttendanceMark,
    ClockEffect,
    Counting,
    Measure,
    MilestoneKind,
    ObligationKind,
    ProgramKind,
    ResultCode,
    Unit,
)


class UnknownKey(KeyError):
    """The rules of this program name no such phase, milestone, behavior, response or code."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range with both ends in it; `most` is None when it is open."""

    least: Decimal
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. `sober_days` 0 asks for none; None in an interval means that the program asks for none."""

    key: str
    number: int
    name: str
    about: str
    min_days: int
    max_days: int | None
    hearing_every_days: int | None
    hearing_every_days_most: int | None
    hearing_every_days_unstable: int | None
    review_every_days: int | None
    treatment_hours_weekly: Span | None
    treatment_note: str
    tests_weekly: int
    sober_days: int
    sanction_free_days: int
    contact_every_days: int | None
    home_visit_every_days: int | None
    curfew_at: time | None
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """What a phase asks for.

    `window_days` None: from the start of the phase. `category` says which records the milestone is derived from, so
    that whatever is stored or shown of it is as protected as they are. `only_when_ordered`: left out unless a matching
    obligation exists. `recovery_support`: the progress report tells what is recorded for it under that
    heading too.
    """

    key: str
    phase: str
    label: str
    kind: MilestoneKind
    measure: Measure
    target: Decimal
    unit: Unit
    window_days: int | None
    due_within_days: int | None
    evidence: str
    ask: str
    category: Category
    attested_by: tuple[RoleName, ...]
    obligation: ObligationKind | None
    only_when_ordered: bool
    recovery_support: bool


@dataclass(frozen=True, slots=True)
class ResultRule:
    """What a result code does: its effect on the sober line, where it is counted, which behavior it may raise."""

    code: ResultCode
    effect: ClockEffect
    counts_as: Counting
    raises: str | None
    cleared_by_repeat: bool
    needs_retest: bool
    needs_response: bool


@dataclass(frozen=True, slots=True)
class DrugTestPolicy:
    """How tests are read. `tested`: False in a program that tests only on an individual finding."""

    tested: bool
    gap_days: int
    residual_days: int
    repeat_within_days: int
    dilute_concern_count: int
    dilute_concern_days: int
    result_within_hours: int
    codes: Mapping[ResultCode, ResultRule]

    def rule(self, code: ResultCode) -> ResultRule:
        return self.codes[code]


@dataclass(frozen=True, slots=True)
class AttendancePolicy:
    """How marks count. `question_for`: the behavior that a mark may raise as a question for a person to decide."""

    late_grace_minutes: int
    counts: Mapping[AttendanceMark, AttendanceCount]
    question_for: Mapping[AttendanceMark, str]
    raise_count: int
    raise_within_days: int


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of the progress report and who owes it before each hearing or review."""

    key: str
    label: str
    roles: tuple[RoleName, ...]
    when: str


@dataclass(frozen=True, slots=True)
class PacketForm:
    """One consent that a new participant is asked for: the kind of form, who is told by it, what, what for, how long.

    `roles`: the agencies of those who hold them on the participant's team are told; `classes`: groups that the law
    names. `days` None: until it is taken back. `duration` and `decision` are what the court's form has to say.
    """

    key: str
    kind: str
    label: str
    why: str
    roles: tuple[RoleName, ...]
    classes: tuple[str, ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    days: int | None
    duration: str
    decision: str


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Times by which things are to be done; local days and hours."""

    sections_due_days_before: int
    sections_due_at: time
    entry_within_hours: int
    court_response_days: int
    officer_response_business_days: int
    whereabouts_unknown_days: int

    def sections_due_on(self, hearing_on: date) -> date:
        """The weekday on which sections for a hearing are due; a weekend moves it back to the Friday."""
        due_on = hearing_on - timedelta(days=self.sections_due_days_before)
        return due_on - timedelta(days=max(0, due_on.weekday() - 4))


@dataclass(frozen=True, slots=True)
class ProgramRules:
    """Everything a program decides by. `text` is the document it was read from, as JSON in the order of the files."""

    key: str
    name: str
    kind: ProgramKind
    has_hearings: bool
    has_judge: bool
    needs_case_number: bool
    completion_label: str
    close_at_percent: int
    phases: tuple[Phase, ...]
    milestones: tuple[Milestone, ...]
    tests: DrugTestPolicy
    attendance: AttendancePolicy
    sections: tuple[ReportSection, ...]
    packet: tuple[PacketForm, ...]
    deadlines: Deadlines
    responses: Catalog
    lookup: Lookup
    limits: Limits
    text: str

    @property
    def content_hash(self) -> str:
        """SHA-256 of the document, in hex: what an enrollment is pinned to."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def phase(self, key: str) -> Phase:
        """The phase of this key. Raises UnknownKey."""
        for phase in self.phases:
            if phase.key == key:
                return phase
        raise UnknownKey(key)

    def phase_after(self, key: str) -> Phase | None:
        """The phase that follows, or None when this is the last. Raises UnknownKey."""
        number = self.phase(key).number
        return next((phase for phase in self.phases if phase.number == number + 1), None)

    def milestones_of(self, phase_key: str) -> tuple[Milestone, ...]:
        """The milestones of a phase in the order of the file. Raises UnknownKey."""
        self.phase(phase_key)
        return tuple(milestone for milestone in self.milestones if milestone.phase == phase_key)

    def milestone(self, key: str) -> Milestone:
        """The milestone of this key. Raises UnknownKey."""
        for milestone in self.milestones:
            if milestone.key == key:
                return milestone
        raise UnknownKey(key)
