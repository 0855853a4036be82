"""The second wall, inside the database: what raw SQL meets."""

from __future__ import annotations

from collections.abc import Iterable

from portal.db import Base
from portal.gate.protected import Walled
from portal.gate.written import ROW, rule_text


def walled_classes() -> list[type[Walled]]:
    """Every mapped class behind the wall, in the order of their tables' names."""
    found = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Walled)]
    return sorted(found, key=lambda cls: str(cls.__tablename__))  # type: ignore[attr-defined]


def walled_tables(classes: Iterable[type[Walled]]) -> frozenset[str]:
    """The names of their tables."""
    return frozenset(str(cls.__tablename__) for cls in classes)  # type: ignore[attr-defined]


def rule_sql(cls: type[Walled], dialect: str, name: str = ROW) -> str:
    """The rule of one table as SQL text, over the alias given: the same text on every wall."""
    return rule_text(cls.wall_kind, dialect, name)
