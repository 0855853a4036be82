"""Chance and words of the random worlds: boundaries, records and looks.

Every moment of a paper and every moment of a look comes from the same few boundaries, so that "at the very moment" and
"a microsecond before" come up all the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from portal.gate.vocabulary import Basis, Category, Label, Purpose, Regime
from portal.ids import NIL, key_of

T = TypeVar("T")
TICK = timedelta(microseconds=1)
LONG_AGO = datetime(2025, 6, 2, 15, tzinfo=UTC)
BOUNDARIES = tuple(datetime(2026, 3, 10, 15, tzinfo=UTC) + timedelta(days=20 * step) for step in range(5))
LATER = datetime(2027, 6, 1, 15, tzinfo=UTC)
PROCEEDING, OTHER_PROCEEDING = key_of("proceeding", 7), key_of("proceeding", 8)

COURT_SET = ("attendance", "drug_test", "progress_summary", "level_of_care", "enrollment", "staffing_report")
CATEGORIES = tuple(one for one in Category if one != Category.PRESENCE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record of a world: the gate's columns, in words."""

    id: UUID
    participant_id: UUID
    origin: str
    author_id: UUID
    regime: Regime
    category: Category
    labels: frozenset[Label]
    withheld: bool
    service_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """Someone reads: a word of STAFF, or "patient" with the participant whose account it is (or nobody's)."""

    who: str
    purpose: Purpose
    at: datetime
    proceeding: UUID = NIL
    claim: Basis | None = None
    self_participant: UUID = NIL


def likely(rng: Random, usual: T, *others: T, chance: float = 0.1) -> T:
    """The usual value, or now and then another."""
    return rng.choice(others) if rng.random() < chance else usual


def boundary(rng: Random) -> datetime:
    return rng.choice(BOUNDARIES)


def maybe(rng: Random, chance: float) -> datetime | None:
    return boundary(rng) if rng.random() < chance else None


def beside(rng: Random) -> datetime:
    return boundary(rng) + rng.choice((-TICK, timedelta(0), timedelta(0), TICK))
