"""One milestone measured: how much of it there is, since when, and when it can be met at the earliest.

Treatment-court practice (All Rise, Adult Treatment Court Best Practice Standards; milestones: type, target, evidence).
A measure that lacks its facts gives None, which readiness shows as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from portal.compliance.milestones.facts import ParticipantFacts, Record, window
from portal.compliance.milestones.vocabulary import Evidence, Need
from portal.compliance.obligations.standing import Standing
from portal.compliance.obligations.vocabulary import ObligationState
from portal.participants.programs.definition import Milestone
from portal.participants.programs.sentences import Said, say
from portal.participants.programs.vocabulary import Measure, MilestoneKind, Unit

_SETTLED = (ObligationState.MET, ObligationState.RELEASED)


@dataclass(frozen=True, slots=True)
class Measured:
    """`have` of `target`; `met` may differ from have >= target where more than the number is needed."""

    have: Decimal
    target: Decimal
    unit: Unit
    met: bool
    met_on: date | None
    earliest_on: date | None
    evidence: Said
    need: Said


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured, and as of when."""

    milestone: Milestone
    phase_started_on: date
    as_of: date
    facts: ParticipantFacts

    @property
    def due_on(self) -> date | None:
        """The day by which the program wants it, or None."""
        within = self.milestone.due_within_days
        return None if within is None else self.phase_started_on + timedelta(days=within)


def measure(asked: Asked) -> Measured | None:
    """The milestone measured, or None when its facts are not known."""
    return _MEASURES[asked.milestone.measure](asked)


def left_out(milestone: Milestone, facts: ParticipantFacts) -> bool:
    """Whether a milestone does not apply: it is asked only when something was ordered, and nothing was."""
    if not milestone.only_when_ordered or facts.obligations is None:
        return False
    return not _of_kind(milestone, facts.obligations)


def _days_in_phase(asked: Asked) -> Measured:
    """The day number, so that it agrees with "day 48 of 90"; complete once day 90 is over."""
    target = int(asked.milestone.target)
    complete_on = asked.phase_started_on + timedelta(days=target)
    met = asked.as_of >= complete_on
    return Measured(
        have=Decimal((asked.as_of - asked.phase_started_on).days + 1),
        target=asked.milestone.target,
        unit=Unit.DAYS,
        met=met,
        met_on=complete_on if met else None,
        earliest_on=complete_on,
        evidence=say(Evidence.SINCE, on=asked.phase_started_on),
        need=say(Need.DAY_IS, target=target, on=complete_on - timedelta(days=1)),
    )


def _sober_days(asked: Asked) -> Measured | None:
    sober = asked.facts.sober
    if sober is None or not sober.known:
        return None
    target = int(asked.milestone.target)
    reached = sober.verified_days >= target
    earliest_on = asked.as_of + timedelta(days=max(0, target - sober.days_if_negative_today))
    evidence = say(Evidence.NONE_YET)
    if sober.since_on is not None:
        word = Evidence.ONE_TEST if sober.longest_gap_days is None else Evidence.TESTS
        evidence = say(
            word,
            since_on=sober.since_on,
            to_on=sober.verified_to_on,
            count=sober.verifying_tests,
            gap=sober.longest_gap_days,
        )
    more = say(Need.DAYS_MORE, left=target - sober.verified_days, on=earliest_on)
    return Measured(
        have=Decimal(sober.verified_days),
        target=asked.milestone.target,
        unit=Unit.DAYS,
        met=reached and not sober.provisional,
        met_on=None if sober.provisional else sober.reached_on(target),
        earliest_on=earliest_on,
        evidence=evidence,
        need=say(Need.CONFIRMATION) if reached else more,
    )


def _attendance(asked: Asked) -> Measured | None:
    share = (asked.facts.attendance or {}).get(asked.milestone.key)
    if share is None or share.of <= 0:
        return None
    target = Fraction(int(asked.milestone.target), 100)
    met = Fraction(share.done, share.of) >= target
    percent = Decimal(100 * share.done / share.of).quantize(Decimal(1), ROUND_HALF_UP)
    shown = percent if met else min(percent, asked.milestone.target - 1)
    needed = _sessions_needed(share.done, share.of, target)
    earliest_on, need = None, say(Need.ASK, ask=asked.milestone.ask)
    if needed is not None and 0 < needed <= len(share.upcoming_on):
        earliest_on = sorted(share.upcoming_on)[needed - 1]
        need = _next_sessions(earliest_on, needed)
    elif needed is not None:
        need = say(Need.ATTEND, ask=asked.milestone.ask, count=needed)
    return Measured(
        have=shown,
        target=asked.milestone.target,
        unit=Unit.PERCENT,
        met=met,
        met_on=share.reached_on if met else None,
        earliest_on=earliest_on,
        evidence=say(Evidence.SESSIONS, done=share.done, of=share.of),
        need=need,
    )


def _sessions_needed(done: int, of: int, target: Fraction) -> int | None:
    """How many more, all attended, bring done / of up to the target (0 or less: it is there); None when none does."""
    return None if target >= 1 else ceil((target * of - done) / (1 - target))


def _next_sessions(on: date, count: int) -> Said:
    return say(Need.NEXT_SESSION if count == 1 else Need.NEXT_SESSIONS, on=on, count=count)


def _sessions_in_row(asked: Asked) -> Measured | None:
    run = asked.facts.sessions_in_row
    if run is None:
        return None
    target = int(asked.milestone.target)
    longest = len(run.reached_on)
    met = longest >= target
    left = target - run.current
    earliest_on = sorted(run.upcoming_on)[left - 1] if 0 < left <= len(run.upcoming_on) else None
    ahead = say(Need.ASK, ask=asked.milestone.ask)
    return Measured(
        have=Decimal(longest if met else run.current),
        target=asked.milestone.target,
        unit=asked.milestone.unit,
        met=met,
        met_on=run.reached_on[target - 1] if met else None,
        earliest_on=earliest_on,
        evidence=say(Evidence.IN_A_ROW, current=run.current, longest=longest),
        need=_next_sessions(earliest_on, left) if earliest_on else ahead,
    )


def _contacts_kept(asked: Asked) -> Measured | None:
    count = asked.facts.contacts_kept
    if count is None:
        return None
    return _counted(asked, Decimal(count.have), count.last_on)


def _obligation(asked: Asked) -> Measured | None:
    own = _of_kind(asked.milestone, asked.facts.obligations or ())
    if not own or any(standing.state is ObligationState.UNKNOWN for standing in own):
        return None
    if len(own) == 1 and own[0].state not in _SETTLED:
        have, target, unit = own[0].done, own[0].target, own[0].unit
    else:
        have, target, unit = Decimal(sum(s.state in _SETTLED for s in own)), Decimal(len(own)), Unit.ITEMS
    open_needs = [need for standing in own for need in standing.needed]
    met = all(standing.state in _SETTLED for standing in own)
    return Measured(
        have=have,
        target=target,
        unit=unit,
        met=met,
        met_on=max((s.met_on for s in own if s.met_on), default=None) if met else None,
        earliest_on=None,
        evidence=say(Evidence.COUNTED, have=have, target=target, unit=unit),
        need=open_needs[0] if open_needs else say(Need.ASK, ask=asked.milestone.ask),
    )


def _of_kind(milestone: Milestone, obligations: Sequence[Standing]) -> list[Standing]:
    return [standing for standing in obligations if standing.obligation.kind is milestone.obligation]


def _recorded(asked: Asked) -> Measured | None:
    facts, milestone = asked.facts, asked.milestone
    if facts.records is None or milestone.key in facts.unknown_keys:
        return None
    own = sorted(
        (record for record in facts.records if record.milestone_key == milestone.key and record.on <= asked.as_of),
        key=lambda record: (record.on, record.amount, record.evidence),
    )
    if milestone.kind is MilestoneKind.SCORE:
        return _counted(asked, own[-1].amount if own else Decimal(0), own[-1].on if own else None, own)
    if milestone.window_days is not None:
        from_on, _ = window(milestone, asked.phase_started_on, asked.as_of)
        own = [record for record in own if record.on >= from_on]
    if milestone.unit is Unit.WEEKS:
        have = Decimal(len({(asked.as_of - record.on).days // 7 for record in own}))
    else:
        have = sum((record.amount for record in own), Decimal(0))
    return _counted(asked, have, own[-1].on if own else None, own)


def _counted(asked: Asked, have: Decimal, last_on: date | None, own: Sequence[Record] = ()) -> Measured:
    """A number counted against its target, with the words of the last record as evidence."""
    milestone = asked.milestone
    words = own[-1].evidence if own else ""
    evidence = say(Evidence.COUNTED, have=have, target=milestone.target, unit=milestone.unit)
    if words:
        evidence = say(Evidence.WORDS, words=words)
    elif have <= 0:
        evidence = say(Evidence.NONE_YET)
    need = say(Need.ASK_BY, ask=milestone.ask, on=asked.due_on) if asked.due_on else say(Need.ASK, ask=milestone.ask)
    if milestone.kind is MilestoneKind.COUNT and milestone.target > 1:
        need = say(
            Need.MORE,
            ask=milestone.ask,
            left=milestone.target - have,
            target=milestone.target,
            unit=milestone.unit,
        )
    met = have >= milestone.target
    return Measured(
        have=have,
        target=milestone.target,
        unit=milestone.unit,
        met=met,
        met_on=last_on if met else None,
        earliest_on=None,
        evidence=evidence,
        need=need,
    )


_MEASURES: Mapping[Measure, Callable[[Asked], Measured | None]] = {
    Measure.DAYS_IN_PHASE: _days_in_phase,
    Measure.SOBER_DAYS: _sober_days,
    Measure.SESSIONS_IN_ROW: _sessions_in_row,
    Measure.ATTENDANCE: _attendance,
    Measure.CONTACTS_KEPT: _contacts_kept,
    Measure.OBLIGATION: _obligation,
    Measure.RECORDED: _recorded,
}
