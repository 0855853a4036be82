"""The register of tables and matrices (`register.toml`), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from portal.gate.protected import Gated
from portal.gate.vocabulary import Category, RoleName
from portal.gate.walls import walled_classes
from portal.ids import key_of

CROSS_AGENCY: UUID = key_of("matrix", "cross_agency")
TEAM: UUID = key_of("matrix", "team")
PRESENCE: UUID = key_of("matrix", "presence")
NO_CEILING: UUID = key_of("matrix", "no_ceiling")

ADMINISTRATORS = frozenset({RoleName.SYSTEM_ADMIN, RoleName.PROGRAM_ADMIN})
"""Roles that see no content, ever (R4)."""

TECHNICAL = ADMINISTRATORS | {RoleName.EVALUATOR}
"""And those who see content only under an audit or research agreement that they claim."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of the register: which rule walls it, which categories its rows may carry, which fields it opens."""

    name: str
    rule: str
    categories: int
    regime: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register. Matrices give a mask of categories for each role."""

    cross_agency: dict[str, int]
    own_agency: dict[str, int]
    team: dict[str, int]
    tables: dict[str, TableEntry]

    def ceilings(self) -> dict[UUID, dict[str, int]]:
        """The product's role ceilings, by matrix and role; "no ceiling" holds for every role that may have keys."""
        roles = {*map(str, RoleName), *self.cross_agency, *self.own_agency, *self.team}
        known, everybody = sorted(roles - TECHNICAL), sorted(roles - ADMINISTRATORS)
        return {
            CROSS_AGENCY: self.cross_agency,
            TEAM: self.team,
            PRESENCE: dict.fromkeys(known, Category.PRESENCE.bit),
            NO_CEILING: dict.fromkeys(everybody, Category.every()),
        }


_instead: ContextVar[Register | None] = ContextVar("register", default=None)


def register() -> Register:
    """The register in force: the shipped one, but for a file of cases that brings its own matrices."""
    return _instead.get() or shipped()


@contextmanager
def in_place_of_the_register(other: Register) -> Iterator[None]:
    """Let other matrices hold: for a scratch database, whose ceilings are made inside."""
    token = _instead.set(other)
    try:
        yield
    finally:
        _instead.reset(token)


def record_classes(categories: int) -> list[Any]:
    """The tables of records whose rows may carry any of these categories."""
    return [
        cls
        for cls in walled_classes()
        if issubclass(cls, Gated) and register().tables[name_of(cls)].categories & categories
    ]


def name_of(cls: Any) -> str:
    return str(cls.__tablename__)


@cache
def shipped() -> Register:
    """The register as shipped. ValueError on a word that is not in the vocabulary."""
    content = tomllib.loads((Path(__file__).parent / "register.toml").read_text(encoding="utf-8"))
    matrices = {
        name: {role: Category.mask(words) for role, words in rows.items()} for name, rows in content["matrix"].items()
    }
    tables = {
        name: TableEntry(
            name=name,
            rule=entry["rule"],
            categories=Category.mask(entry.get("categories", [])),
            regime=entry.get("regime", ""),
            fields=tuple(entry.get("fields", ())),
        )
        for name, entry in content["table"].items()
    }
    return Register(matrices["cross_agency"], matrices["own_agency"], matrices["team"], tables)
