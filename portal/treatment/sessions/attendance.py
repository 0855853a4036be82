"""What attendance marks add up to (treatment-court practice: attendance and units). Pure, as of a day and a moment.

Attendance is attended / (scheduled - cancelled by the provider - excused). With nothing in the denominator it is
unknown (None), which is not the same as zero. A make-up session takes the absence that it makes up for out of the
count. Corrections are later facts about the same session: the latest known one holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from portal.participants.programs.definition import AttendancePolicy
from portal.participants.programs.loading import builtin_rules
from portal.treatment.sessions.vocabulary import AttendanceCount, AttendanceMark

_ABSENCES = (AttendanceCount.EXCUSED, AttendanceCount.UNEXCUSED)


@dataclass(frozen=True, slots=True)
class MarkFact:
    """One mark of one person at one session. `on` is the session's local day, `known_at` when the mark was recorded.

    `minutes` were attended of `scheduled_minutes`. `makeup_of` is the key of the session that a make-up stands for.
    """

    session_key: str
    service: str
    on: date
    mark: AttendanceMark
    known_at: datetime
    minutes: int | None = None
    scheduled_minutes: int | None = None
    makeup_of: str | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A session missed, with or without an excuse."""

    session_key: str
    on: date
    mark: AttendanceMark


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one service, or of all. `scheduled` leaves out what the provider cancelled, moved or suspended."""

    service: str
    scheduled: int
    attended: int
    left_early: int
    excused: int
    unexcused: int
    not_counted: int
    minutes: int
    missed: tuple[Missed, ...]

    @property
    def counted(self) -> int:
        """The denominator of the rate: scheduled less excused."""
        return self.scheduled - self.excused

    @property
    def rate(self) -> Fraction | None:
        """Attended of counted, or None (unknown) when nothing is counted."""
        return Fraction(self.attended, self.counted) if self.counted else None

    @property
    def percent(self) -> int | None:
        """The rate in whole percent, halves up, or None."""
        return None if self.rate is None else int(self.rate * 100 + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class AttendanceSummary:
    """Attendance from `from_on` through `to_on`, by service in alphabetical order, and together."""

    from_on: date
    to_on: date
    services: tuple[Tally, ...]
    total: Tally


@dataclass(frozen=True, slots=True)
class Run:
    """Sessions attended one after the other. `reached_on[n - 1]` is the day on which a run first had n sessions."""

    current: int
    reached_on: tuple[date, ...]

    @property
    def longest(self) -> int:
        return len(self.reached_on)


def standard_policy() -> AttendancePolicy:
    """How marks count where no program says otherwise."""
    return builtin_rules("treatment_court").attendance


def current_marks(marks: Iterable[MarkFact], known_by: datetime | None = None) -> tuple[MarkFact, ...]:
    """The mark that holds for each session, oldest session first. A tie goes to the later word of the vocabulary."""
    latest: dict[str, MarkFact] = {}
    for fact in marks:
        if known_by is not None and fact.known_at > known_by:
            continue
        held = latest.get(fact.session_key)
        if held is None or _weight(fact) > _weight(held):
            latest[fact.session_key] = fact
    return tuple(sorted(latest.values(), key=lambda fact: (fact.on, fact.session_key)))


def summarize(
    marks: Iterable[MarkFact],
    from_on: date,
    to_on: date,
    policy: AttendancePolicy | None = None,
    known_by: datetime | None = None,
) -> AttendanceSummary:
    """Counts of the sessions from `from_on` through `to_on`, both days included."""
    policy = policy or standard_policy()
    held = current_marks(marks, known_by)
    made_up = _made_up(held)
    within = [fact for fact in held if from_on <= fact.on <= to_on]
    services = sorted({fact.service for fact in within})
    by_service = [_tally(name, [f for f in within if f.service == name], made_up, policy) for name in services]
    return AttendanceSummary(from_on, to_on, tuple(by_service), _tally("", within, made_up, policy))


def rate(
    marks: Iterable[MarkFact],
    from_on: date,
    to_on: date,
    policy: AttendancePolicy | None = None,
    known_by: datetime | None = None,
) -> Fraction | None:
    """The attendance rate of all services together, or None when nothing is counted."""
    return summarize(marks, from_on, to_on, policy, known_by).total.rate


def sessions_in_row(
    marks: Iterable[MarkFact],
    from_on: date,
    to_on: date,
    policy: AttendancePolicy | None = None,
    known_by: datetime | None = None,
) -> Run:
    """Runs of attended sessions. Only an unexcused absence ends one; excused and moved sessions are left out."""
    policy = policy or standard_policy()
    held = current_marks(marks, known_by)
    made_up = _made_up(held)
    current = 0
    reached_on: list[date] = []
    for fact in held:
        if not from_on <= fact.on <= to_on:
            continue
        count = _count(fact, made_up, policy)
        if count is AttendanceCount.UNEXCUSED:
            current = 0
        elif count is AttendanceCount.ATTENDED:
            current += 1
            if current > len(reached_on):
                reached_on.append(fact.on)
    return Run(current, tuple(reached_on))


def at_least_since(
    marks: Iterable[MarkFact],
    from_on: date,
    to_on: date,
    percent: int,
    policy: AttendancePolicy | None = None,
    known_by: datetime | None = None,
) -> date | None:
    """The session day since which the rate from `from_on` on has been at `percent` or above; None when it is not."""
    policy = policy or standard_policy()
    held = current_marks(marks, known_by)
    made_up = _made_up(held)
    done, of = 0, 0
    since: date | None = None
    for on in sorted({fact.on for fact in held if from_on <= fact.on <= to_on}):
        tally = _tally("", [fact for fact in held if fact.on == on], made_up, policy)
        done, of = done + tally.attended, of + tally.counted
        if not of or 100 * done < percent * of:
            since = None
        elif since is None:
            since = on
    return since


def last_marks(
    marks: Iterable[MarkFact], before_on: date, count: int = 4, known_by: datetime | None = None
) -> tuple[AttendanceMark, ...]:
    """The marks of the last sessions before a day, oldest first: what the roster shows beside a name."""
    held = [fact.mark for fact in current_marks(marks, known_by) if fact.on < before_on]
    return tuple(held[-count:])


def credited_minutes(fact: MarkFact, policy: AttendancePolicy) -> int:
    """Minutes that count: all of them for a late arrival within the grace time, otherwise those attended."""
    if policy.counts[fact.mark] not in (AttendanceCount.ATTENDED, AttendanceCount.LEFT_EARLY):
        return 0
    scheduled = fact.scheduled_minutes or 0
    if fact.minutes is None:
        return scheduled if fact.mark is not AttendanceMark.LEFT_EARLY else 0
    late = fact.mark is AttendanceMark.LATE and scheduled - fact.minutes <= policy.late_grace_minutes
    return scheduled if late else fact.minutes


def _tally(service: str, facts: Sequence[MarkFact], made_up: frozenset[str], policy: AttendancePolicy) -> Tally:
    counts = Counter(_count(fact, made_up, policy) for fact in facts)
    not_counted = counts[AttendanceCount.NOT_COUNTED]
    missed = [Missed(f.session_key, f.on, f.mark) for f in facts if _count(f, made_up, policy) in _ABSENCES]
    return Tally(
        service=service,
        scheduled=len(facts) - not_counted,
        attended=counts[AttendanceCount.ATTENDED],
        left_early=counts[AttendanceCount.LEFT_EARLY],
        excused=counts[AttendanceCount.EXCUSED],
        unexcused=counts[AttendanceCount.UNEXCUSED],
        not_counted=not_counted,
        minutes=sum(credited_minutes(fact, policy) for fact in facts),
        missed=tuple(missed),
    )


def _count(fact: MarkFact, made_up: frozenset[str], policy: AttendancePolicy) -> AttendanceCount:
    """How a mark counts; an absence that was made up for counts no longer."""
    count = policy.counts[fact.mark]
    return AttendanceCount.NOT_COUNTED if count in _ABSENCES and fact.session_key in made_up else count


def _made_up(held: Iterable[MarkFact]) -> frozenset[str]:
    return frozenset(f.makeup_of for f in held if f.makeup_of is not None and f.mark is AttendanceMark.MAKEUP)


def _weight(fact: MarkFact) -> tuple[datetime, int, date, str, str, int]:
    place = list(AttendanceMark).index(fact.mark)
    return fact.known_at, place, fact.on, fact.service, fact.makeup_of or "", fact.minutes or 0
