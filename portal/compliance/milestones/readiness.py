"""Readiness for the next phase: each milestone's state, what is still needed, and the earliest day.

Pure, and only as good as what the reader may see: a milestone whose facts are not known is unknown, never "not met".
A judge may waive a milestone; the reason goes with it (treatment-court practice: milestones; moving on is the
judge's decision, this only says what the program asks for).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.compliance.milestones.facts import ParticipantFacts, Waiver
from portal.compliance.milestones.measuring import Asked, Measured, left_out, measure
from portal.compliance.milestones.vocabulary import Evidence, MilestoneState
from portal.gate.vocabulary import Category
from portal.participants.programs.definition import Milestone, ProgramRules
from portal.participants.programs.sentences import Said, say
from portal.participants.programs.vocabulary import MilestoneKind, Unit


@dataclass(frozen=True, slots=True)
class MilestoneResult:
    """One milestone. `have`, `percent` (of the target, at most 100) are None while unknown; `category` says as what
    kind of record the result is protected. `due_on`: the day by which the program wants it.
    """

    key: str
    label: str
    kind: MilestoneKind
    category: Category
    state: MilestoneState
    have: Decimal | None
    target: Decimal
    unit: Unit
    percent: int | None
    met_on: date | None
    earliest_on: date | None
    due_on: date | None
    evidence: Said
    what_is_needed: Said | None
    waived_reason: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """The phase as a whole.

    earliest_on: no earlier than this can all be met, as far as is known. ready: all met or waived. ready_since_on: the
    day on which the last was met. unknown: keys of what is not known, for which readiness can't be told.
    """

    phase_key: str
    as_of: date
    milestones: tuple[MilestoneResult, ...]
    earliest_on: date
    ready: bool
    ready_since_on: date | None
    still_needed: tuple[Said, ...]
    unknown: tuple[str, ...]

    @property
    def settled(self) -> int:
        """How many are met or waived."""
        return sum(result.state.settled for result in self.milestones)


def day_number(phase_started_on: date, as_of: date) -> int:
    """Which day of the phase it is; the first is day 1."""
    return (as_of - phase_started_on).days + 1


def readiness(
    rules: ProgramRules, phase_key: str, phase_started_on: date, facts: ParticipantFacts, as_of: date
) -> Readiness:
    """The milestones of a phase as of a day, for whoever gathered the facts. Raises UnknownKey for a phase."""
    applying = [milestone for milestone in rules.milestones_of(phase_key) if not left_out(milestone, facts)]
    results = tuple(_result(rules, Asked(milestone, phase_started_on, as_of, facts)) for milestone in applying)
    open_results = [result for result in results if not result.state.settled]
    ready = not open_results
    return Readiness(
        phase_key=phase_key,
        as_of=as_of,
        milestones=results,
        earliest_on=max([as_of, *(r.earliest_on for r in open_results if r.earliest_on is not None)]),
        ready=ready,
        ready_since_on=_ready_since(results) if ready else None,
        still_needed=tuple(r.what_is_needed for r in open_results if r.what_is_needed is not None),
        unknown=tuple(r.key for r in results if r.state is MilestoneState.UNKNOWN),
    )


def _result(rules: ProgramRules, asked: Asked) -> MilestoneResult:
    milestone, measured = asked.milestone, measure(asked)
    waiver = next((w for w in asked.facts.waivers if w.milestone_key == milestone.key and w.on <= asked.as_of), None)
    if waiver is not None and not (measured is not None and measured.met):
        return _waived(asked, measured, waiver)
    if measured is None:
        return _shown(asked, MilestoneState.UNKNOWN, None, say(Evidence.NOTHING_KNOWN), None)
    state = _state(measured, rules.close_at_percent)
    return _shown(asked, state, measured, measured.evidence, None if measured.met else measured.need)


def _waived(asked: Asked, measured: Measured | None, waiver: Waiver) -> MilestoneResult:
    evidence = say(Evidence.WAIVED, on=waiver.on, reason=waiver.reason)
    return _shown(asked, MilestoneState.WAIVED, measured, evidence, None, waiver)


def _shown(
    asked: Asked,
    state: MilestoneState,
    measured: Measured | None,
    evidence: Said,
    need: Said | None,
    waiver: Waiver | None = None,
) -> MilestoneResult:
    milestone: Milestone = asked.milestone
    met_on = measured.met_on if measured else None
    return MilestoneResult(
        key=milestone.key,
        label=milestone.label,
        kind=milestone.kind,
        category=milestone.category,
        state=state,
        have=measured.have if measured else None,
        target=measured.target if measured else milestone.target,
        unit=measured.unit if measured else milestone.unit,
        percent=_percent(measured) if measured else None,
        met_on=waiver.on if waiver else met_on,
        earliest_on=None if state.settled or measured is None else measured.earliest_on,
        due_on=asked.due_on,
        evidence=evidence,
        what_is_needed=need,
        waived_reason=waiver.reason if waiver else None,
    )


def _state(measured: Measured, close_at_percent: int) -> MilestoneState:
    if measured.met:
        return MilestoneState.MET
    if _percent(measured) >= close_at_percent:
        return MilestoneState.CLOSE
    return MilestoneState.UNDER_WAY if measured.have > 0 else MilestoneState.NOT_YET


def _percent(measured: Measured) -> int:
    """How much of the target is there, 0 to 100."""
    if measured.target <= 0:
        return 100
    return max(0, min(100, int(100 * measured.have / measured.target)))


def _ready_since(results: tuple[MilestoneResult, ...]) -> date | None:
    """The latest of the days, or None when one of them is not known."""
    days = [result.met_on for result in results]
    return max((on for on in days if on is not None), default=None) if all(days) else None
