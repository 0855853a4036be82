"""Behaviors, responses and how one leads to the other, as values (treatment-court practice: behavior to response).

A service adjustment is never a sanction and treatment is never a reward or a punishment; the loader refuses a
catalog that says otherwise (All Rise, Incentives, Sanctions and Service Adjustments).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.participants.programs.vocabulary import BehaviorClass, BehaviorKind, Level, ObligationKind, ResponseKind


@dataclass(frozen=True, slots=True)
class Behavior:
    """One behavior of the program's list.

    `severity` is 1 to 4, or None where severity is no measure (achievements, and what is never sanctioned).
    `stable_only`: phases in which the class given holds only once a clinician calls the person clinically stable;
    before that the behavior is distal. `incentive`: the levels that an achievement prompts, by days reached where the
    achievement is a number of days (key 0 where it is not). `jail_ground` is False for substance use alone.
    """

    code: str
    label: str
    kind: BehaviorKind
    severity: int | None
    classes: Mapping[str, BehaviorClass]
    stable_only: frozenset[str]
    never_sanctioned: bool
    substance_use: bool
    needs_response: bool
    incentive: Mapping[int, tuple[Level, ...]]
    incentive_phase_critical: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class ResponseOption:
    """One response that may be proposed. `days_most` bounds custody, `amount_*` bounds what is counted in `unit`.

    `spoken`: done with the words, as a warning is; every other sanction is open until somebody says that it is done.
    """

    key: str
    label: str
    kind: ResponseKind
    level: Level | None
    amount_least: int | None
    amount_most: int | None
    unit: str
    custody_days_most: int
    liberty: bool
    money: bool
    clinical: bool
    spoken: bool
    obligation: ObligationKind | None


@dataclass(frozen=True, slots=True)
class Catalog:
    """The behaviors and the responses of a program, in the order of the file."""

    behaviors: tuple[Behavior, ...]
    options: tuple[ResponseOption, ...]

    def behavior(self, code: str) -> Behavior:
        """The behavior of this code. Raises KeyError."""
        for behavior in self.behaviors:
            if behavior.code == code:
                return behavior
        raise KeyError(code)

    def option(self, key: str) -> ResponseOption:
        """The response of this key. Raises KeyError."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)

    def of(self, kind: ResponseKind, level: Level | None = None) -> tuple[ResponseOption, ...]:
        """The responses of a kind, or of a kind and level."""
        return tuple(o for o in self.options if o.kind is kind and (level is None or o.level is level))


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which sanction level answers the nth occurrence in the trailing window, by severity; the last one repeats."""

    window_days: int
    levels: Mapping[int, tuple[Level, ...]]

    def level(self, severity: int, nth: int) -> Level:
        """The level for the nth occurrence (1 is the first). Raises KeyError for a severity the file lacks."""
        steps = self.levels[severity]
        return steps[min(nth, len(steps)) - 1]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on proposals. They never stop a recording: what a judge orders is always recorded, with a flag."""

    jail_warn_days: int
    jail_stop_days: int
    jump_levels: int
    delay_days: int
    balance_days: int
    balance_warn: int
    balance_alarm: int
