"""A preview as a page shows it: the table's cells in words, and the same said in sentences to read aloud."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.consent.previewing.table import Cell, Line, Opening, Opens
from portal.consent.previewing.words import head
from portal.consent.words import SHORT_WORDS
from portal.gate.vocabulary import Basis, Category


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`state` is yes, limit or no, `second` a smaller line under it."""

    head: str
    state: str
    text: str
    second: str = ""

    @property
    def rests(self) -> bool:
        """Whether it opens nothing and changes nothing."""
        return self.state == "no" and not self.second


@dataclass(frozen=True, slots=True)
class ShownLine:
    """`rest` says in one line, for a phone, what the cells say that open nothing; empty where all open something."""

    who: str
    second: str
    cells: tuple[ShownCell, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Table:
    """`on_file` are today's numbers of records, column by column, or nothing for who may not know them.

    `whole`: nothing is left out, because it is told to the program itself. To others no cell says more than that the
    papers they know of open nothing, in the same words whether or not there are others (R143).
    """

    id: str
    holder: str
    heads: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    on_file: tuple[str, ...]
    sentences: tuple[str, ...]
    whole: bool


CLAIMED = {
    Basis.COURT_ORDER: _l("by court order"),
    Basis.EMERGENCY: _l("in an emergency"),
    Basis.QSOA: _l("by a service agreement"),
    Basis.AUDIT: _l("for an audit or evaluation"),
    Basis.RESEARCH: _l("for research"),
}


def table(one: Opening, *, changing: bool = True) -> Table:
    """`changing`: something is about to be signed, so that the cells say what is seen already."""
    numbers = one.lines[0].cells if one.lines and any(cell.count for cell in one.lines[0].cells) else ()
    return Table(
        id=one.holder_id.hex,
        holder=one.holder,
        heads=tuple(head(category) for category in one.categories),
        lines=tuple(shown_line(line, changing=changing, whole=one.whole) for line in one.lines),
        on_file=tuple(str(cell.count.on_file) if cell.count else "" for cell in numbers),
        sentences=tuple(sentences(one)),
        whole=one.whole,
    )


def shown_line(line: Line, *, changing: bool, whole: bool) -> ShownLine:
    cells = tuple(shown(cell, changing=changing, whole=whole) for cell in line.cells)
    closed = [cell.head for cell in cells if cell.rests]
    rest = ""
    if len(closed) == len(cells):
        rest = _("Sees none of it") if whole else _("Not known to see any of it")
    elif closed:
        rest = _("Not: %(what)s") if whole else _("Not known: %(what)s")
        rest %= {"what": ", ".join(closed).lower()}
    return ShownLine(line.seat.who, line.seat.second, cells, rest)


def shown(cell: Cell, *, changing: bool, whole: bool) -> ShownCell:
    column = head(cell.category)
    if cell.after == Opens.NO:
        text = _("Not") if whole else _("Not known")
        return ShownCell(column, "no", text, _("no longer") if cell.before != Opens.NO else "")
    second = _("already") if changing and not cell.changes else ""
    if cell.claim is not None:
        second = str(CLAIMED[cell.claim])
    if cell.count is not None and cell.count.shown != cell.count.on_file:
        part = _("%(shown)d of %(number)d", shown=cell.count.shown, number=cell.count.on_file)
        second = f"{second}, {part}" if cell.claim is not None else part
    if cell.after == Opens.SOME:
        return ShownCell(column, "limit", _("Some days"), second)
    if cell.category == Category.MEDICATION_COMPLIANCE:
        return ShownCell(column, "limit", _("Yes or no"), second)
    return ShownCell(column, "yes", _("Sees"), second)


def sentences(one: Opening) -> list[str]:
    """For those whom the paper names, who see the same in one sentence."""
    alike: dict[tuple[tuple[Category, ...], tuple[Category, ...]], list[Line]] = {}
    for line in one.lines:
        if line.seat.named:
            alike.setdefault((line.seen(), line.unseen()), []).append(line)
    found = []
    for (seen, unseen), lines in alike.items():
        who = joined(line.seat.who if line.seat.by_name else of_post(line) for line in lines)
        if not seen:
            none = _("%(who)s: sees none of it.") if one.whole else _("%(who)s: sees none of it by papers you know of.")
            found.append(none % {"who": who})
            continue
        text = _("%(who)s: sees %(what)s.", who=who, what=kinds(seen))
        rest = _("Does not see %(what)s.") if one.whole else _("By papers you know of, does not see %(what)s.")
        found.append(f"{text} {rest % {'what': kinds(unseen)}}" if unseen else text)
    return found


def of_post(line: Line) -> str:
    return _("%(post)s (%(where)s)", post=line.seat.who, where=line.seat.principal.agency_name)


def kinds(categories: Iterable[Category]) -> str:
    return ", ".join(str(SHORT_WORDS.get(one) or head(one)).lower() for one in categories)


def joined(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
