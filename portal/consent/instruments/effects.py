"""What taking a consent back changes, in words: for each reader what is seen today, and what then (R66)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from portal.consent.previewing.revoking import Effect
from portal.consent.previewing.showing import CLAIMED, kinds
from portal.consent.previewing.table import Line, Opening
from portal.web.dates import moment


@dataclass(frozen=True, slots=True)
class EffectLine:
    """Who, what they see today, and what once it holds."""

    who: str
    second: str
    today: str
    then: str
    changes: bool


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """`point` says from when, in words; it is empty when it is at once.

    `whole`: each table is told to the program itself. To others no line says more than that no paper they know of opens
    something then, in the same words whether or not there is another (R143).
    """

    point: str
    lines: tuple[EffectLine, ...]
    whole: bool

    @property
    def later(self) -> bool:
        return bool(self.point)

    @property
    def changes(self) -> bool:
        return any(line.changes for line in self.lines)


def shown(effect: Effect) -> ShownEffect:
    lines = tuple(line for one in effect.openings for line in lines_of(one, several=len(effect.openings) > 1))
    whole = all(one.whole for one in effect.openings)
    return ShownEffect(point_words(effect.point) if effect.later else "", lines, whole)


def point_words(point: datetime | None) -> str:
    return _("the end of the case") if point is None else moment(point)


def lines_of(one: Opening, *, several: bool) -> Iterator[EffectLine]:
    """Those who see something today. Where several programs tell, each line says whose records it is about."""
    for line in one.lines:
        before = line.seen(after=False)
        if before:
            second = _("%(who)s; from %(agency)s", who=line.seat.second, agency=one.holder) if several else ""
            yield EffectLine(
                line.seat.who, second or line.seat.second, sentence(kinds(before)), then(line, one), line.changes
            )


def then(line: Line, one: Opening) -> str:
    claimed = {cell.category for cell in line.claimed()}
    by_paper = kinds(category for category in line.seen() if category not in claimed)
    parts = [by_paper, *(f"{kinds(seen)} ({CLAIMED[basis]})" for basis, seen in line.claims())]
    if any(parts):
        return sentence(", ".join(part for part in parts if part))
    nothing = _("Nothing from %(agency)s") if one.whole else _("Not known to see anything from %(agency)s")
    return nothing % {"agency": one.holder}


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
