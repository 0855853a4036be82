"""The kinds of records that have a page of their own, from which they are withheld, and copies of them given.

The rooms that have the records register them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.gate.protected import Gated


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` stands in the address; `label` names such records, `told` says which one it is, `back` is its own page."""

    code: str
    label: Any
    record: type[Gated]
    told: Callable[[Any], str]
    back: Callable[[Any], str]


_kinds: dict[str, Kind] = {}


def add_kind(kind: Kind) -> None:
    """Called from a room's `wire()`; the same code again takes the place of the first."""
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)
