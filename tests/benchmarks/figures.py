"""What a run measured, and the one table that it prints."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """One statement at one size: milliseconds (`quick`), of the statement alone and behind the gate."""

    people: int
    database: str
    statement: str
    bare: float
    gated: float
    added: float


@dataclass(frozen=True, slots=True)
class Figure:
    """Any other figure, as it is to be read: `3.1 ms`, `41,000 a second`."""

    what: str
    database: str
    measured: str
    wanted: str


COSTS: list[Cost] = []
FIGURES: list[Figure] = []


def cost(people: int, database: str, statement: str, rounds: Sequence[tuple[float, float]]) -> Cost:
    """From rounds of (bare, gated) in seconds."""
    bare, gated = (quick([one[which] for one in rounds]) for which in (0, 1))
    made = Cost(people, database, statement, bare, gated, gated - bare)
    COSTS.append(made)
    return made


def quick(times: Sequence[float]) -> float:
    """Milliseconds: the median of the quickest quarter. The other rounds tell more about what else the machine does."""
    return statistics.median(sorted(times)[: max(1, len(times) // 4)]) * 1000


def ratio(one: Cost) -> float:
    """How much longer it takes behind the gate than at the smallest size of this run."""
    same = [other for other in COSTS if (other.database, other.statement) == (one.database, one.statement)]
    return one.gated / min(same, key=lambda other: other.people).gated


def lines() -> list[str]:
    """The table: size, database and statement; bare, gated, added; the ratio to the smallest size."""
    found = []
    if COSTS:
        found.append(
            f"{'participants':>12}  {'database':11}{'statement':16}{'bare':>9}{'gated':>9}{'added':>9}{'ratio':>8}"
        )
    found += [
        f"{one.people:>12,}  {one.database:11}{one.statement:16}"
        f"{one.bare:>6.2f} ms{one.gated:>6.2f} ms{one.added:>6.2f} ms{ratio(one):>8.2f}"
        for one in sorted(COSTS, key=lambda one: (one.database, one.people))
    ]
    return found + [f"{one.what}, {one.database}: {one.measured} (wanted: {one.wanted})" for one in FIGURES]
