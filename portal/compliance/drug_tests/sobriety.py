"""Verified sober days as of a day and a moment (treatment-court practice: testing, milestones and counting).

`sober_days` answers what pages and reports say: so many days, since when, verified to when, what is open and why. It
is pure: late results and findings simply run the history again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.clock import BEGINNING
from portal.compliance.drug_tests.results import FindingFact, ResultFact, current_findings, current_results
from portal.compliance.drug_tests.sober_line import Line, Stretch, trace
from portal.compliance.drug_tests.vocabulary import ClockEffect, ResultCode, SoberReason, Sobriety
from portal.participants.programs.definition import DrugTestPolicy, ProgramRules
from portal.participants.programs.sentences import Said, say

_TODAY_KEY = "\0a negative test on the day looked at"


@dataclass(frozen=True, slots=True)
class SoberDays:
    """What is known of the current line.

    verified_days: days of the line that tests have verified. since_on, verified_to_on: the first and last of them.
    line_from_on: the sober date, the first day of the line; None while it waits for a first negative test.
    provisional: a result awaits confirmation or a decision. unverified_since_on: first day of the open stretch that
    reaches the day looked at. unverified_days: all such days in the line. days_if_negative_today: what a negative test
    on the day looked at would make of it. known False: no test is known, which is not the same as none taken.
    """

    as_of: date
    known: bool
    verified_days: int
    since_on: date | None
    line_from_on: date | None
    verified_to_on: date | None
    provisional: bool
    unverified_since_on: date | None
    unverified_days: int
    verifying_tests: int
    longest_gap_days: int | None
    days_if_negative_today: int
    stretches: tuple[Stretch, ...]
    reasons: tuple[Said, ...]
    verified_on: tuple[date, ...]

    def reached_on(self, target: int) -> date | None:
        """The day that was the `target`-th verified day of the line, or None when it has fewer."""
        return self.verified_on[target - 1] if 0 < target <= len(self.verified_on) else None


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A date that later results changed: when `target` verified days were reached, before and after."""

    target: int
    before_on: date | None
    after_on: date | None


def sober_days(
    tests: Sequence[ResultFact],
    as_of: date,
    started_on: date,
    rules: ProgramRules,
    findings: Sequence[FindingFact] = (),
    known_by: datetime | None = None,
) -> SoberDays:
    """Verified sober days. `known_by` leaves out what was recorded later; None takes everything.

    The order of the input does not matter, and one more negative test never lowers `verified_days`.
    """
    policy = rules.tests
    lines = trace(tests, findings, as_of, started_on, policy, known_by)
    line = lines[-1]
    verified = _verified(line)
    known = _any_known(tests, findings, as_of, policy, known_by)
    open_now = [s.from_on for s in line.stretches if s.to_on >= as_of]
    return SoberDays(
        as_of=as_of,
        known=known,
        verified_days=len(verified),
        since_on=verified[0] if verified else None,
        line_from_on=line.begun_on,
        verified_to_on=verified[-1] if verified else None,
        provisional=bool(line.pending),
        unverified_since_on=min(open_now, default=None),
        unverified_days=sum(state is Sobriety.UNVERIFIED for state in line.states.values()),
        verifying_tests=len(line.verifying),
        longest_gap_days=_longest_gap(line),
        days_if_negative_today=_if_negative_today(tests, as_of, started_on, policy, findings, known_by),
        stretches=line.stretches,
        verified_on=tuple(verified),
        reasons=_reasons(lines, known) + _dilute_concern(tests, as_of, policy, findings, known_by),
    )


def moved_dates(
    targets: Iterable[int],
    tests: Sequence[ResultFact],
    as_of: date,
    started_on: date,
    rules: ProgramRules,
    known_before: datetime,
    findings: Sequence[FindingFact] = (),
) -> tuple[MovedDate, ...]:
    """Which dates changed through what became known after `known_before`: the list a person looks at."""
    before = sober_days(tests, as_of, started_on, rules, findings, known_before)
    after = sober_days(tests, as_of, started_on, rules, findings)
    dates = [MovedDate(target, before.reached_on(target), after.reached_on(target)) for target in sorted(set(targets))]
    return tuple(moved for moved in dates if moved.before_on != moved.after_on)


def _verified(line: Line) -> list[date]:
    return sorted(on for on, state in line.states.items() if state is Sobriety.VERIFIED)


def _longest_gap(line: Line) -> int | None:
    """The most days between one verifying test of the line and the next; None with fewer than two."""
    pairs = zip(line.verifying, line.verifying[1:], strict=False)
    return max(((later - earlier).days for earlier, later in pairs), default=None)


def _if_negative_today(
    tests: Sequence[ResultFact],
    as_of: date,
    started_on: date,
    policy: DrugTestPolicy,
    findings: Sequence[FindingFact],
    known_by: datetime | None,
) -> int:
    moment = known_by or max((test.known_at for test in tests), default=BEGINNING)
    negative = next(code for code, rule in policy.codes.items() if rule.effect is ClockEffect.VERIFIES)
    today = ResultFact(_TODAY_KEY, as_of, negative, moment)
    return len(_verified(trace([*tests, today], findings, as_of, started_on, policy, known_by)[-1]))


def _any_known(
    tests: Sequence[ResultFact],
    findings: Sequence[FindingFact],
    as_of: date,
    policy: DrugTestPolicy,
    known_by: datetime | None,
) -> bool:
    results = current_results(tests, as_of, known_by)
    if any(policy.rule(result.code).effect is not ClockEffect.NONE for result in results):
        return True
    return any(f.on <= as_of and (known_by is None or f.known_at <= known_by) for f in findings)


def _reasons(lines: Sequence[Line], known: bool) -> tuple[Said, ...]:
    if not known:
        return (say(SoberReason.NO_TESTS),)
    line = lines[-1]
    said = list(line.notes)
    if len(lines) > 1:
        said.append(say(SoberReason.RESTARTED, on=lines[-2].to_on))
    said += [stretch.why for stretch in line.stretches]
    said += line.pending
    if line.verifying:
        said.append(say(SoberReason.VERIFIED_TO, on=line.verifying[-1]))
    return tuple(said)


def _dilute_concern(
    tests: Sequence[ResultFact],
    as_of: date,
    policy: DrugTestPolicy,
    findings: Sequence[FindingFact],
    known_by: datetime | None,
) -> tuple[Said, ...]:
    """A second unexplained dilute sample in the window is a concern for a person; it changes no day."""
    since = as_of - timedelta(days=policy.dilute_concern_days)
    explained = {finding.test_key for finding in current_findings(findings, as_of, known_by)}
    dilutes = [
        result.on
        for result in current_results(tests, as_of, known_by)
        if result.code is ResultCode.DILUTE and result.on > since and result.test_key not in explained
    ]
    return (say(SoberReason.DILUTE_AGAIN, on=dilutes[-1]),) if len(dilutes) >= policy.dilute_concern_count else ()
