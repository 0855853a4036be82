"""The line of sober days, day by day: verified, not verified, or not reached by a test.

Treatment-court practice (All Rise, Drug and Alcohol Testing; milestones and counting): days count by collection,
not by result; a missed or dilute test leaves days unverified and never ends the line by itself; use, confirmed,
admitted or found, begins a new line on the day after; a stretch without tests is unverified, not negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.compliance.drug_tests.results import FindingFact, ResultFact, current_findings, current_results
from portal.compliance.drug_tests.vocabulary import ClockEffect, FindingOutcome, SoberReason, Sobriety
from portal.participants.programs.definition import DrugTestPolicy
from portal.participants.programs.sentences import Said, say

DAY = timedelta(days=1)
_UNVERIFIED = (ClockEffect.UNVERIFIED_SINCE_LAST, ClockEffect.UNVERIFIED_FROM_DAY)


@dataclass(frozen=True, slots=True)
class Event:
    """A result as it acts on the line, after findings."""

    on: date
    effect: ClockEffect
    cleared_by_repeat: bool
    found: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that are not verified, and why; both ends belong to it."""

    from_on: date
    to_on: date
    why: Said


@dataclass(frozen=True, slots=True)
class Line:
    """One line: from its first day to the day of use that ended it, or to the day looked at.

    `begun_on` is None while it waits for a first negative test. `states` holds the days that are not NONE.
    """

    begun_on: date | None
    to_on: date
    verifying: tuple[date, ...]
    states: dict[date, Sobriety]
    stretches: tuple[Stretch, ...]
    pending: tuple[Said, ...]
    notes: tuple[Said, ...]
    pending_from: date | None


def trace(
    tests: Iterable[ResultFact],
    findings: Iterable[FindingFact],
    as_of: date,
    started_on: date,
    policy: DrugTestPolicy,
    known_by: datetime | None = None,
) -> tuple[Line, ...]:
    """All lines since the start, oldest first; the last one is the current line. Never empty."""
    events, restarts = _events(tests, findings, as_of, started_on, policy, known_by)
    lines: list[Line] = []
    from_on, before = started_on, None
    for used_on in restarts:
        lines.append(_line(events, from_on, used_on, before, policy, ended=True))
        from_on, before = used_on + DAY, used_on
    lines.append(_line(events, from_on, as_of, before, policy, ended=False))
    return tuple(lines)


def _events(
    tests: Iterable[ResultFact],
    findings: Iterable[FindingFact],
    as_of: date,
    started_on: date,
    policy: DrugTestPolicy,
    known_by: datetime | None,
) -> tuple[list[Event], list[date]]:
    """What acts on the line, oldest first, and the days of use."""
    found = current_findings(findings, as_of, known_by)
    about_test = {finding.test_key: finding for finding in found if finding.test_key is not None}
    uses = {f.used_on or f.on for f in found if f.test_key is None and f.outcome is FindingOutcome.USE}
    events: list[Event] = []
    for result in current_results(tests, as_of, known_by):
        event = _acting(result, about_test.get(result.test_key), policy)
        if event.effect is ClockEffect.RESTARTS:
            uses.add(event.on)
        elif event.effect is not ClockEffect.NONE:
            events.append(event)
    return sorted(events, key=lambda event: event.on), sorted(on for on in uses if started_on <= on <= as_of)


def _acting(result: ResultFact, finding: FindingFact | None, policy: DrugTestPolicy) -> Event:
    rule = policy.rule(result.code)
    if finding is not None and finding.outcome is FindingOutcome.USE:
        return Event(finding.used_on or result.on, ClockEffect.RESTARTS, False, found=True)
    if finding is not None and rule.effect is not ClockEffect.VERIFIES:
        return Event(result.on, ClockEffect.NONE, False, found=True)
    return Event(result.on, rule.effect, rule.cleared_by_repeat)


def _line(
    events: Sequence[Event], from_on: date, to_on: date, before: date | None, policy: DrugTestPolicy, ended: bool
) -> Line:
    """One line. `before`: the day of use that it follows; None for the first line. `ended`: by use on `to_on`."""
    own = [event for event in events if from_on <= event.on <= to_on]
    negatives = sorted({e.on for e in own if e.effect is ClockEffect.VERIFIES and not (ended and e.on == to_on)})
    residual, late = _residual(own, negatives, from_on, policy)
    begun_on = from_on if residual is None else next((on for on in negatives if on >= residual), None)
    notes = (say(SoberReason.AWAITS_FIRST_NEGATIVE, on=residual),) if residual is not None and begun_on is None else ()
    pending_on = sorted([e.on for e in own if e.effect is ClockEffect.PROVISIONAL] + late)
    pending = tuple(say(SoberReason.RESIDUAL_LATE if on in late else SoberReason.PENDING, on=on) for on in pending_on)
    if begun_on is None:
        return Line(None, to_on, (), {}, (), pending, notes, pending_on[0] if pending_on else None)
    verifying = tuple(on for on in negatives if on >= begun_on)
    last_tested = begun_on if residual is not None or before is None else before
    states, stretches = _gaps(verifying, begun_on, to_on, last_tested, policy.gap_days)
    for event in own:
        stretch = _unverified(event, verifying, begun_on, to_on, policy)
        if stretch is not None:
            stretches.append(stretch)
            states.update((on, Sobriety.UNVERIFIED) for on in days_from(stretch.from_on, stretch.to_on))
    if ended:
        states.pop(to_on, None)
    return Line(
        begun_on, to_on, verifying, states, tuple(stretches), pending, notes, pending_on[0] if pending_on else None
    )


def _residual(
    own: Sequence[Event], negatives: Sequence[date], from_on: date, policy: DrugTestPolicy
) -> tuple[date | None, list[date]]:
    """The last result that shows use from before, and those that can't: after a negative, or outside the window."""
    days = [event.on for event in own if event.effect is ClockEffect.NOT_STARTED]
    late = [
        on for on in days if (on - from_on).days > policy.residual_days or any(negative < on for negative in negatives)
    ]
    return max((on for on in days if on not in late), default=None), late


def _gaps(
    verifying: Sequence[date], begun_on: date, to_on: date, last_tested: date, gap_days: int
) -> tuple[dict[date, Sobriety], list[Stretch]]:
    """Each negative test verifies back to the one before, unless more than `gap_days` lie between them."""
    states: dict[date, Sobriety] = {}
    stretches: list[Stretch] = []
    cursor = begun_on
    for on in verifying:
        if (on - last_tested).days > gap_days:
            stretches.append(_gap(cursor, on - DAY))
            cursor = on
        states.update((day, Sobriety.VERIFIED) for day in days_from(cursor, on))
        last_tested, cursor = on, on + DAY
    if (to_on - last_tested).days > gap_days:
        stretches.append(_gap(cursor, to_on))
    for stretch in stretches:
        states.update((day, Sobriety.UNVERIFIED) for day in days_from(stretch.from_on, stretch.to_on))
    return states, stretches


def _gap(from_on: date, to_on: date) -> Stretch:
    return Stretch(from_on, to_on, say(SoberReason.GAP, from_on=from_on, to_on=to_on))


def _unverified(
    event: Event, verifying: Sequence[date], begun_on: date, to_on: date, policy: DrugTestPolicy
) -> Stretch | None:
    """The days that a missed test, a dilute sample or a sample not given leaves open, until the next negative."""
    if event.effect not in _UNVERIFIED or event.on < begun_on:
        return None
    after = next((on for on in verifying if on >= event.on), None)
    if after is not None and event.cleared_by_repeat and (after - event.on).days <= policy.repeat_within_days:
        return None
    from_on, word = event.on, SoberReason.UNABLE if event.cleared_by_repeat else SoberReason.MISSED
    if event.effect is ClockEffect.UNVERIFIED_SINCE_LAST:
        word = SoberReason.DILUTE
        from_on = max((on + DAY for on in verifying if on < event.on), default=begun_on)
    last = after - DAY if after is not None else to_on
    return Stretch(from_on, last, say(word, on=event.on)) if from_on <= last else None


def days_from(from_on: date, to_on: date) -> Iterator[date]:
    """Each day of a range, both ends in it; nothing when it is turned around."""
    for number in range((to_on - from_on).days + 1):
        yield from_on + timedelta(days=number)
