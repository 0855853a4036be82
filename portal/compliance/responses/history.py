"""Behaviors and responses of the past as facts, and what of them holds at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.compliance.responses.vocabulary import (
    BehaviorClass,
    BehaviorState,
    Level,
    ResponseKind,
    ResponseState,
)


@dataclass(frozen=True, slots=True)
class BehaviorFact:
    """One behavior in one state. A later fact with the same `key` (found, withdrawn) replaces it."""

    key: str
    code: str
    on: date
    state: BehaviorState
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ResponseFact:
    """One response in one state. A later fact with the same `key` replaces it. A service adjustment has no level."""

    key: str
    kind: ResponseKind
    on: date
    state: ResponseState
    known_at: datetime
    level: Level | None = None
    option: str | None = None
    behavior_key: str | None = None


@dataclass(frozen=True, slots=True)
class LikeCase:
    """How another case was answered: what counts for likeness, and the answer. It names nobody."""

    code: str
    behavior_class: BehaviorClass
    nth: int
    on: date
    kind: ResponseKind


def prior_occurrences(
    history: Iterable[BehaviorFact],
    code: str,
    on: date,
    window_days: int,
    key: str | None = None,
    known_by: datetime | None = None,
) -> int:
    """How often the same behavior was found in the days before `on`, the one named by `key` left out.

    Only what a person found counts: questions, and what was not found or withdrawn, do not.
    """
    since = on - timedelta(days=window_days)
    held = current_behaviors(history, known_by)
    found = (b for b in held if b.code == code and b.state is BehaviorState.FOUND and b.key != key)
    return sum(since <= behavior.on <= on for behavior in found)


def current_behaviors(history: Iterable[BehaviorFact], known_by: datetime | None = None) -> tuple[BehaviorFact, ...]:
    """The state that holds for each behavior, oldest first."""
    latest: dict[str, BehaviorFact] = {}
    for fact in history:
        if known_by is not None and fact.known_at > known_by:
            continue
        held = latest.get(fact.key)
        if held is None or (fact.known_at, _place(fact.state)) > (held.known_at, _place(held.state)):
            latest[fact.key] = fact
    return tuple(sorted(latest.values(), key=lambda fact: (fact.on, fact.key)))


def current_responses(
    responses: Iterable[ResponseFact], as_of: date, known_by: datetime | None = None
) -> tuple[ResponseFact, ...]:
    """The state that holds for each response up to a day, oldest first."""
    latest: dict[str, ResponseFact] = {}
    for fact in responses:
        if known_by is not None and fact.known_at > known_by:
            continue
        held = latest.get(fact.key)
        if held is None or (fact.known_at, _place(fact.state)) > (held.known_at, _place(held.state)):
            latest[fact.key] = fact
    up_to_now = (fact for fact in latest.values() if fact.on <= as_of)
    return tuple(sorted(up_to_now, key=lambda fact: (fact.on, fact.key)))


def like_cases(
    cases: Iterable[LikeCase], code: str, behavior_class: BehaviorClass, nth: int, as_of: date, days: int = 365
) -> Mapping[ResponseKind, int]:
    """How like cases were answered in the last year: same behavior, same class, same number of occurrences."""
    since = as_of - timedelta(days=days)
    return Counter(
        case.kind
        for case in cases
        if (case.code, case.behavior_class, case.nth) == (code, behavior_class, nth) and since < case.on <= as_of
    )


def _place(state: BehaviorState | ResponseState) -> int:
    return [word.value for word in type(state)].index(state.value)
