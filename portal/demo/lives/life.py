"""One life: where a person stands, and the hard weeks that lie ahead of it. Changed day by day by the other modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from portal.compliance.drug_tests.results import ResultFact
from portal.demo.calendar import Calendar, weeks
from portal.demo.cast import Person
from portal.participants.enrollments.vocabulary import Place
from portal.participants.programs.definition import Phase, ProgramRules
from portal.participants.programs.loading import builtin_rules
from portal.participants.programs.vocabulary import AttendanceMark

SEED = "marlow-1"
Choice = TypeVar("Choice")

QUIET_DAYS = {"steady": 95, "uneven": 46, "rocky": 24}
USE_CHANCE = {"steady": 0.4, "uneven": 0.75, "rocky": 0.9}
WEEKEND = 4
"""From Friday on."""

PHASE_DAYS = (66, 98, 98, 98)
"""How long the phases lasted for people who had begun before the county used the portal."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Hard weeks: sessions are missed first; on the days of `used` the person uses. Empty: it passes without."""

    first: date
    last: date
    used: tuple[date, ...] = ()

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(slots=True)
class Open:
    """A question that waits: the day, the behavior, what raised it."""

    on: date
    code: str
    origin: str
    answered: bool = False


@dataclass(slots=True)
class Owed:
    """An obligation on its way: what is left of it, and when the next proof comes."""

    name: str
    left: int
    step: int
    due_on: date
    next_on: date
    words: str
    response: tuple[date, str] | None = None


@dataclass(slots=True)
class Life:
    person: Person
    rng: Random
    rules: ProgramRules
    starts_on: date
    enters_on: date
    phase: str
    phase_on: date
    spells: tuple[Spell, ...] = ()
    ends_on: date | None = None
    ended: bool = False
    entered: bool = False
    place: Place = Place.HOME
    back_on: date | None = None
    admitted_on: date | None = None
    group: str = ""
    group_on: date | None = None
    clinician: str = ""
    tests: list[ResultFact] = field(default_factory=list)
    tested_on: date | None = None
    marks: list[tuple[date, AttendanceMark]] = field(default_factory=list)
    meetings: int = 0
    """Group sessions attended."""
    forced: dict[date, AttendanceMark] = field(default_factory=dict)
    alone_on: date | None = None
    seen_on: dict[str, date] = field(default_factory=dict)
    due_on: dict[str, date] = field(default_factory=dict)
    attested: set[str] = field(default_factory=set)
    open: list[Open] = field(default_factory=list)
    found: list[Open] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    hearing_on: date | None = None
    heard_on: date | None = None
    needs: dict[str, str] = field(default_factory=dict)
    incentives: int = 0
    sanctions: int = 0
    told: dict[str, tuple[date, date]] = field(default_factory=dict)
    """Whom a consent of this person tells the clinic's facts, by agency, from day to day."""

    @property
    def key(self) -> str:
        return self.person.key

    @property
    def called(self) -> str:
        """What the person is called in a sentence."""
        return self.person.used or self.person.name.split()[0]

    @property
    def here(self) -> bool:
        """Enrolled and at home: the one to be met, tested and marked as usual."""
        return self.entered and not self.ended and self.place is Place.HOME

    @property
    def rule(self) -> Phase:
        return self.rules.phase(self.phase)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return self.rng.choice(choices)

    def strained(self, day: date) -> bool:
        return any(spell.holds(day) for spell in self.spells)

    def used_before(self, day: date) -> bool:
        """Whether a sample of this day would show use."""
        return any(0 <= (day - on).days <= 3 for spell in self.spells for on in spell.used)

    def knows(self, agency: str, day: date) -> bool:
        span = self.told.get(agency)
        return span is not None and span[0] <= day <= span[1]


def begin(person: Person, calendar: Calendar) -> Life:
    """A life at the moment when the portal first knows of it."""
    rng = Random(f"{SEED}:{person.key}")  # nosec B311  # the same invented lives for the same seed
    rules = builtin_rules("treatment_court" if person.in_court else "diversion")
    starts_on = calendar.open_from(calendar.today - weeks(person.entered) - timedelta(days=rng.randint(1, 4)))
    enters_on = starts_on
    if starts_on < calendar.starts_on + timedelta(days=7):
        enters_on = calendar.open_from(calendar.starts_on + timedelta(days=rng.randint(1, 4)))
        starts_on = min(starts_on, enters_on)
    phase, phase_on = standing_at(rules, starts_on, enters_on)
    life = Life(person, rng, rules, starts_on, enters_on, phase.key, phase_on)
    life.spells = tuple(spells(rng, person.temper, enters_on, calendar.today))
    if person.story_weeks:
        life.ends_on = calendar.today - weeks(person.story_weeks)
    return life


def standing_at(rules: ProgramRules, starts_on: date, enters_on: date) -> tuple[Phase, date]:
    """The phase that somebody who began so long ago has reached, and since when."""
    phase_on = starts_on
    for phase, days in zip(rules.phases, PHASE_DAYS, strict=False):
        if phase_on + timedelta(days=days) > enters_on:
            return phase, phase_on
        phase_on += timedelta(days=days)
    return rules.phases[-1], phase_on


def phases_before(life: Life) -> tuple[tuple[str, date], ...]:
    """Every phase up to the present one with its first day."""
    found, day = [], life.starts_on
    for phase, days in zip(life.rules.phases, (*PHASE_DAYS, 0), strict=False):
        found.append((phase.key, day))
        if phase.key == life.phase:
            break
        day += timedelta(days=days)
    return tuple(found)


def spells(rng: Random, temper: str, from_on: date, to_on: date) -> Iterable[Spell]:
    """Hard weeks between two days; they grow rarer with time, and use falls on weekends rather than not."""
    quiet = float(QUIET_DAYS[temper])
    day = from_on + timedelta(days=round(rng.expovariate(1 / quiet)) + 4)
    while day < to_on:
        last = day + timedelta(days=rng.randint(7, 15))
        days = [day + timedelta(days=offset) for offset in range(4, (last - day).days + 1)]
        odds = [3 if one.weekday() >= WEEKEND else 1 for one in days]
        times = (rng.random() < USE_CHANCE[temper]) + (rng.random() < USE_CHANCE[temper] / 2)
        yield Spell(day, last, tuple(sorted(rng.choices(days, odds, k=times))))
        quiet *= 1.15
        day = last + timedelta(days=round(rng.expovariate(1 / quiet)) + 10)
