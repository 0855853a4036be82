"""What the caseload shows from other rooms: columns, and reasons why a person needs the reader. Rooms above connect
them; each source reads through its own room's gated queries, once for all people of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.casework.contacts.due import ContactStanding
from portal.gate.vocabulary import RoleName


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and a smaller line under it. An empty text is written as nothing."""

    text: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person needs the reader. `kind` of its tag: late and due mean today, anything else this week.

    `href` leads to where it is done. `filter` groups equal reasons in the counts above the table; empty: not counted.
    """

    kind: str
    text: str
    second: str = ""
    href: str = ""
    filter: str = ""

    @property
    def today(self) -> bool:
        return self.kind in ("late", "due", "stop")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for the page: the sources get it whole."""

    session: Session
    principal: Principal
    participant_ids: Sequence[UUID]
    today: date
    at: Any


CellSource = Callable[[Asking], Mapping[UUID, Cell]]
ReasonSource = Callable[[Asking], Mapping[UUID, Sequence[Reason]]]
ContactSource = Callable[[Asking], Mapping[UUID, ContactStanding]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its cells, their class (`number` aligns right), a short head for phones.

    Without any cell it is left out.
    """

    key: str
    head: Any
    source: CellSource
    css: str = ""
    short: Any = ""


@dataclass(frozen=True, slots=True)
class ContactDuty:
    """Where a role's contacts are kept and logged, when not in this room. The address takes `participant_id`."""

    role: RoleName
    source: ContactSource
    endpoint: str


_columns: dict[str, tuple[int, Column]] = {}
_reasons: list[tuple[int, ReasonSource]] = []
_filters: dict[str, Any] = {}
_duties: dict[RoleName, ContactDuty] = {}


def add_column(order: int, column: Column) -> None:
    """Add a column, or replace the one of the same key; lower orders come first."""
    _columns[column.key] = (order, column)


def add_reason(order: int, source: ReasonSource) -> None:
    """Add a source of reasons; a person's first reason is the one of the lowest order among the most urgent."""
    if all(known is not source for _, known in _reasons):
        _reasons.append((order, source))
        _reasons.sort(key=lambda pair: pair[0])


def add_filter(key: str, words: Any) -> None:
    """Name the count above the table for reasons with this `filter`, for example "contacts overdue"."""
    _filters[key] = words


def add_contact_duty(duty: ContactDuty) -> None:
    """Say where a role's contacts are."""
    _duties[duty.role] = duty


def columns() -> list[Column]:
    return [column for _, column in sorted(_columns.values(), key=lambda pair: pair[0])]


def reasons_of(asking: Asking) -> dict[UUID, list[Reason]]:
    found: dict[UUID, list[Reason]] = {}
    for _, source in _reasons:
        for person, reasons in source(asking).items():
            found.setdefault(person, []).extend(reasons)
    return found


def filters() -> dict[str, Any]:
    return dict(_filters)


def duty_of(role: RoleName) -> ContactDuty | None:
    return _duties.get(role)
