"""The kinds of line a progress report is made of; each says which record it comes from.

What stands in `content.py` is the order of the sections. Days are local days of the program, moments are aware.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.court.reports.marks import (
    DrugTestResult,
    MilestoneState,
    ObligationState,
    ResponseKind,
    SessionMark,
    Sobriety,
)


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The record behind a line: its agency and letter in the legend, and the instrument that opened it."""

    letter: str
    origin_agency_name: str
    table: str
    record_id: str
    version: int
    instrument_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """Anything that is said in a report. `also` names further records of a fact that was counted from several."""

    provenance: Provenance
    also: tuple[Provenance, ...] = ()

    @property
    def marks(self) -> str:
        """Letters of all sources, as the column "From" prints them: "A" or "A, D"."""
        return ", ".join(sorted({source.letter for source in (self.provenance, *self.also)}))


@dataclass(frozen=True, kw_only=True)
class Author:
    name: str
    agency: str


@dataclass(frozen=True, kw_only=True)
class Header(Line):
    """Whose report, for whom and why. A diversion program has neither docket, judge nor hearing: those stay None."""

    participant: str
    court: str
    program: str
    report_type: str
    recipient: str
    purpose: str
    authors: tuple[Author, ...]
    version: int
    period_to: date
    as_of: datetime
    time_zone: str
    period_from: date | None = None
    born_on: date | None = None
    docket_number: str | None = None
    judge: str | None = None
    hearing_at: datetime | None = None
    occasion: str | None = None
    correction: str | None = None
    """For version 2 and later: what was corrected, and why."""


@dataclass(frozen=True, kw_only=True)
class Phase(Line):
    """`name` as the program calls it, "2 of 5"; days are counted as of the report."""

    name: str
    day_in_phase: int | None = None
    day_in_program: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fact(Line):
    """A topic and what is said of it: "Office visits": "1 of 1 kept, Mon Nov 16"."""

    topic: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Advancement(Line):
    earliest_on: date
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Statement(Line):
    text: str
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class MissedSession:
    on: date
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceAttendance(Line):
    """Counts of sessions since the last hearing; `question` are absences about which nobody has decided yet."""

    service: str
    scheduled: int
    attended: int
    excused: int
    unexcused: int
    question: int = 0
    missed: tuple[MissedSession, ...] = ()
    participation: str | None = None


@dataclass(frozen=True, kw_only=True)
class AttendanceRate(Line):
    """Sessions attended of those that count, in the stretch `over`: never a percentage without its whole.

    `undecided` of the counted are absences about which nobody has decided yet.
    """

    over: str
    attended: int
    counted: int
    undecided: int = 0
    needed_percent: int | None = None


@dataclass(frozen=True, kw_only=True)
class DrugTestCounts(Line):
    selected: int
    collected: int


@dataclass(frozen=True, kw_only=True)
class DrugTest(Line):
    """`on` is the day of collection, or the day it was selected for when nothing was collected."""

    on: date
    result: DrugTestResult
    panel: str | None = None
    provisional: bool = False
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class SoberDays(Line):
    """Verified days from `since` through `through`; `note` says what reaches no further, and why."""

    days: int
    since: date | None = None
    through: date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class StripDay:
    """One day of the picture. Several tests or sessions of a day are drawn side by side."""

    on: date
    sober: Sobriety = Sobriety.NONE
    tests: tuple[DrugTestResult, ...] = ()
    sessions: tuple[SessionMark, ...] = ()
    hearing: bool = False


@dataclass(frozen=True, kw_only=True)
class Strip(Line):
    """Consecutive days, oldest first; 90 of them in a report."""

    days: tuple[StripDay, ...]


@dataclass(frozen=True, kw_only=True)
class Goal(Line):
    goal: str
    measure: str | None = None
    due_on: date | None = None
    state: str | None = None


@dataclass(frozen=True, kw_only=True)
class Obligation(Line):
    what: str
    state: ObligationState
    ordered_on: date | None = None
    due_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Response(Line):
    """A behavior and what answered it; `response` None is not answered yet."""

    on: date
    behavior: str
    response: str | None = None
    kind: ResponseKind | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class Balance(Line):
    """Incentives to sanctions over a number of days."""

    incentives: int
    sanctions: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Milestone(Line):
    need: str
    state: MilestoneState
    evidence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Referral(Line):
    """A referral and its outcome; open ones say what they wait for."""

    what: str
    outcome: str
    made_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class DifferentView(Line):
    role: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Recommendation(Line):
    """What clinician (level of care, never content), supervision or team recommends, and who sees it differently."""

    by: str
    text: str
    views: tuple[DifferentView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dispute(Line):
    """A fact that somebody says is wrong: marked, never taken out."""

    fact: str
    says: str
    by: str


@dataclass(frozen=True, kw_only=True)
class NextDate(Line):
    """A coming day; `at` when the hour is known too."""

    on: date
    what: str
    at: datetime | None = None
    proposed: bool = False


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who stands for a part; unsigned lines are left for ink."""

    role: str
    name: str | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """A letter of the legend: agency and author, when it was given, under which instrument it is shown."""

    letter: str
    agency: str
    shown_under: str
    author: str | None = None
    submitted_at: datetime | None = None
