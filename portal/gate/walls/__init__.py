"""The second wall, inside the database: what raw SQL meets."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Dialect, select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import aliased

from portal.db import Base
from portal.gate.protected import Walled, rule_for


def walled_classes() -> list[type[Walled]]:
    """Every mapped class behind the wall, in the order of their tables' names."""
    found = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Walled)]
    return sorted(found, key=lambda cls: str(cls.__tablename__))  # type: ignore[attr-defined]


def walled_tables(classes: Iterable[type[Walled]]) -> frozenset[str]:
    """The names of their tables."""
    return frozenset(str(cls.__tablename__) for cls in classes)  # type: ignore[attr-defined]


DIALECTS: dict[str, Dialect] = {"sqlite": SQLiteDialect(), "postgresql": PGDialect()}  # type: ignore[no-untyped-call]
_written: dict[tuple[str, str, str], str] = {}


def rule_sql(cls: type[Walled], dialect: str, name: str = "r") -> str:
    """The rule of one table as SQL text, over the alias given: the same expression on every wall.

    It is the same text for all tables of a kind, and written once a process: for each table anew it took a second.
    """
    key = (cls.wall_kind, dialect, name)
    if key not in _written:
        row = aliased(cls, name=name)
        statement = select(1).select_from(row).where(rule_for(cls.wall_kind, row))
        text = str(statement.compile(dialect=DIALECTS[dialect], compile_kwargs={"literal_binds": True}))
        _written[key] = text.split("WHERE", 1)[1].strip()
    return _written[key]
