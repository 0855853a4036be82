"""Behaviors, responses, lookup and limits out of their tables."""

from __future__ import annotations

from collections.abc import Mapping

from portal.participants.programs.reading import Json, Table
from portal.participants.programs.responding import Behavior, Catalog, Limits, Lookup, ResponseOption
from portal.participants.programs.vocabulary import (
    BehaviorClass,
    BehaviorKind,
    Level,
    ObligationKind,
    ResponseKind,
)

_LETTERS = {"P": BehaviorClass.PROXIMAL, "D": BehaviorClass.DISTAL, "M": BehaviorClass.MANAGED}


def read_catalog(behaviors: Table, responses: Table, phases: tuple[str, ...]) -> Catalog:
    """All behaviors and all responses; `phases` are the phase keys that each behavior has a class letter for."""
    listed = [_behavior(code, row, BehaviorKind.ACHIEVEMENT, phases) for code, row in behaviors.each("achievement")]
    listed += [_behavior(code, row, BehaviorKind.CONCERN, phases) for code, row in behaviors.each("concern")]
    options: list[ResponseOption] = []
    for kind in (ResponseKind.INCENTIVE, ResponseKind.SANCTION):
        group = responses.below(kind.value)
        for level in Level:
            options += _options(group.below(level.value), kind, level)
        group.close()
    options += _options(responses.below(ResponseKind.SERVICE_ADJUSTMENT.value), ResponseKind.SERVICE_ADJUSTMENT, None)
    return Catalog(tuple(listed), tuple(options))


def read_lookup(behaviors: Table) -> Lookup:
    table = behaviors.below("lookup")
    steps = table.below("levels")
    levels: dict[int, tuple[Level, ...]] = {}
    for name in steps.values:
        if name not in {"1", "2", "3", "4"}:
            raise steps.wrong(name, "must be a severity from 1 to 4")
        levels[int(name)] = steps.choices(name, Level)
        if not levels[int(name)]:
            raise steps.wrong(name, "must list at least one level")
    lookup = Lookup(window_days=table.whole("window_days", 1), levels=levels)
    steps.close()
    table.close()
    return lookup


def read_limits(responses: Table) -> Limits:
    table = responses.below("limits")
    limits = Limits(
        jail_warn_days=table.whole("jail_warn_days"),
        jail_stop_days=table.whole("jail_stop_days"),
        jump_levels=table.whole("jump_levels", 1),
        delay_days=table.whole("delay_days", 1),
        balance_days=table.whole("balance_days", 1),
        balance_warn=table.whole("balance_warn"),
        balance_alarm=table.whole("balance_alarm"),
    )
    if limits.jail_warn_days > limits.jail_stop_days:
        raise table.wrong("jail_warn_days", "must not be above jail_stop_days")
    table.close()
    return limits


def _behavior(code: str, table: Table, kind: BehaviorKind, phases: tuple[str, ...]) -> Behavior:
    concern = kind is BehaviorKind.CONCERN
    never = table.flag("never_sanctioned")
    behavior = Behavior(
        code=code,
        label=table.text("label"),
        kind=kind,
        severity=table.whole("severity", 1, 4) if concern and not never else None,
        classes=_classes(table, phases),
        stable_only=_stable_only(table, phases),
        never_sanctioned=never,
        substance_use=table.flag("substance_use"),
        needs_response=table.flag("needs_response"),
        incentive={} if concern else _prompts(table),
        incentive_phase_critical=() if concern else table.choices("incentive_phase_critical", Level),
    )
    table.close()
    return behavior


def _classes(table: Table, phases: tuple[str, ...]) -> Mapping[str, BehaviorClass]:
    letters = table.text("classes")
    if len(letters) != len(phases) or not set(letters) <= set(_LETTERS):
        raise table.wrong("classes", f"must be {len(phases)} letters, P, D or M, one for each phase; it is {letters!r}")
    return {phase: _LETTERS[letter] for phase, letter in zip(phases, letters, strict=True)}


def _stable_only(table: Table, phases: tuple[str, ...]) -> frozenset[str]:
    names = frozenset(table.texts("stable_only"))
    if not names <= set(phases):
        raise table.wrong("stable_only", f"must name phases: {', '.join(phases)}")
    return names


def _prompts(table: Table) -> Mapping[int, tuple[Level, ...]]:
    steps = table.below("incentive")
    prompts: dict[int, tuple[Level, ...]] = {}
    for name in steps.values:
        if not name.isdecimal():
            raise steps.wrong(name, "must be a number of days, or 0")
        prompts[int(name)] = steps.choices(name, Level)
    if not prompts:
        raise table.wrong("incentive", "must prompt at least one level")
    steps.close()
    return prompts


def _options(table: Table, kind: ResponseKind, level: Level | None) -> list[ResponseOption]:
    options: list[ResponseOption] = []
    for key in table.values:
        value = table.take(key)
        row: Mapping[str, Json] = value if isinstance(value, dict) else {"label": value}
        options.append(_option(key, Table(row, table.file, table.where(key)), kind, level))
    return options


def _option(key: str, table: Table, kind: ResponseKind, level: Level | None) -> ResponseOption:
    amount = table.pair("amount") or (None, None)
    option = ResponseOption(
        key=key,
        label=table.text("label"),
        kind=kind,
        level=level,
        amount_least=amount[0],
        amount_most=amount[1],
        unit=table.text("unit", ""),
        custody_days_most=table.whole("custody_days_most") if table.has("custody_days_most") else 0,
        liberty=table.flag("liberty"),
        money=table.flag("money"),
        clinical=table.flag("clinical"),
        spoken=table.flag("spoken"),
        obligation=table.choice("obligation", ObligationKind) if table.has("obligation") else None,
    )
    if option.clinical and kind is not ResponseKind.SERVICE_ADJUSTMENT:
        raise table.wrong("clinical", "treatment is never a reward or a punishment; make it a service adjustment")
    table.close()
    return option
