"""The table of a preview: people by kinds of information, before a change of the papers and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.consent.previewing.on_file import Stratum
from portal.consent.previewing.seats import Seat
from portal.consent.previewing.sight import Papers, Sight
from portal.consent.rules.facts import Record
from portal.gate.vocabulary import CLAIMABLE, Basis, Category


class Opens(StrEnum):
    """Whether records of a kind are shown: all of them, those of some days only, or none."""

    YES = "yes"
    SOME = "limit"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Count:
    """Of today's records of a kind, how many are on file and how many of them would be shown."""

    on_file: int
    shown: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of information for one reader. `count` is None for whoever may not know the number.

    `claim`: no paper opens it then, but a court order, an emergency or an agreement does.
    """

    category: Category
    before: Opens
    after: Opens
    count: Count | None = None
    claim: Basis | None = None

    @property
    def changes(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Line:
    """One reader. `named`: the paper reaches the agency; the others are on the team and stand here to compare."""

    seat: Seat
    cells: tuple[Cell, ...]

    @property
    def changes(self) -> bool:
        return any(cell.changes for cell in self.cells)

    def seen(self, *, after: bool = True) -> tuple[Category, ...]:
        """The kinds of which this reader is shown something."""
        return tuple(one.category for one in self.cells if (one.after if after else one.before) != Opens.NO)

    def claimed(self) -> tuple[Cell, ...]:
        """What this reader is shown by no paper, but by an order, in an emergency or by an agreement."""
        return tuple(one for one in self.cells if one.claim is not None)

    def claims(self) -> list[tuple[Basis, tuple[Category, ...]]]:
        """The same by what opens it."""
        found: dict[Basis, list[Category]] = {}
        for cell in self.cells:
            if cell.claim is not None:
                found.setdefault(cell.claim, []).append(cell.category)
        return [(basis, tuple(found[basis])) for basis in CLAIMABLE if basis in found]

    def unseen(self) -> tuple[Category, ...]:
        return tuple(one.category for one in self.cells if one.after == Opens.NO)


@dataclass(frozen=True, slots=True)
class Opening:
    """What one program would tell, to whom. `whole`: that program itself asks, and knows of every paper about it."""

    holder_id: UUID
    holder: str
    categories: tuple[Category, ...]
    lines: tuple[Line, ...]
    whole: bool = True

    @property
    def changes(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.changes)

    @property
    def claimed(self) -> bool:
        """Whether somebody sees something by an order, in an emergency or by an agreement."""
        return any(line.claimed() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The records of one program as strata, of the kinds that the one who asks reads there; of others no number."""

    kinds: frozenset[Category]
    strata: Sequence[Stratum]


@dataclass(frozen=True, slots=True)
class Change:
    """The papers before and after; between them lies what is to be signed, or taken back."""

    before: Papers
    after: Papers


def opening(
    sight: Sight,
    holder: tuple[UUID, str],
    seats: Iterable[Seat],
    categories: Sequence[Category],
    change: Change,
    when: Sequence[date],
    numbers: Numbers | None = None,
) -> Opening:
    """The table of one program. `numbers` are of its records, for who may know them; None for others."""
    holder_id, name = holder
    lines = []
    for seat in seats:
        cells = (
            cell_of(sight, seat, [sight.record(holder_id, category, day) for day in when], change, numbers)
            for category in categories
        )
        lines.append(Line(seat, tuple(cells)))
    return Opening(holder_id, name, tuple(categories), tuple(lines))


def cell_of(sight: Sight, seat: Seat, samples: Sequence[Record], change: Change, numbers: Numbers | None) -> Cell:
    """`samples` are records of one kind from each time that the papers can tell apart."""
    who, category = seat.principal, samples[0].category
    before, after = ([sight.opens(who, one, papers) for one in samples] for papers in (change.before, change.after))
    claims = [sight.claimed(who, one) for one in samples]
    return Cell(
        category,
        summed([by_paper or claim is not None for by_paper, claim in zip(before, claims, strict=True)]),
        summed([by_paper or claim is not None for by_paper, claim in zip(after, claims, strict=True)]),
        counted(sight, seat, category, change.after, numbers),
        None if any(after) else claims[0],
    )


def summed(shown: Sequence[bool]) -> Opens:
    if all(shown):
        return Opens.YES
    return Opens.SOME if any(shown) else Opens.NO


def counted(sight: Sight, seat: Seat, category: Category, papers: Papers, numbers: Numbers | None) -> Count | None:
    if numbers is None or category not in numbers.kinds:
        return None
    those = [one for one in numbers.strata if one.record.category == category]
    who = seat.principal
    shown = sum(
        one.number
        for one in those
        if sight.opens(who, one.record, papers) or sight.claimed(who, one.record) is not None
    )
    return Count(sum(one.number for one in those), shown)
