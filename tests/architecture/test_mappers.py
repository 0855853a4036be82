"""What imports cannot show: which tables the mappers and foreign keys join across rooms."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapper

from portal.db import Base, load_models

# As in the contract "rooms" of pyproject.toml, from the lowest up; rooms on one level do not know each other.
LEVELS = [
    {"gate", "db"},
    {"web"},
    {"accounts"},
    {"participants"},
    {"consent"},
    {"treatment", "compliance", "casework"},
    {"court"},
]


def room_of(mapper: Mapper[Any]) -> str:
    return mapper.class_.__module__.split(".")[1]


def may_lean_on(room: str, other: str) -> bool:
    """Whether a room may know another: itself, or one on a lower level."""
    level, other_level = (next(i for i, names in enumerate(LEVELS) if name in names) for name in (room, other))
    return room == other or other_level < level


def mappers() -> list[Mapper[Any]]:
    load_models()
    found = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
    assert len(found) > 10
    return found


def test_every_table_belongs_to_a_room() -> None:
    assert {room_of(mapper) for mapper in mappers()} <= set().union(*LEVELS)


def test_relationships_stay_within_what_a_room_may_know() -> None:
    """A relationship with a backref would let a lower room load a higher one's rows without an import."""
    crossing = {
        f"{mapper.class_.__name__}.{relationship.key}"
        for mapper in mappers()
        for relationship in mapper.relationships
        if not may_lean_on(room_of(mapper), room_of(relationship.mapper))
    }
    assert crossing == set()


def test_foreign_keys_point_downward() -> None:
    room_by_table = {mapper.local_table.name: room_of(mapper) for mapper in mappers()}
    keys = [
        (table, key)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if table.name in room_by_table and key.column.table.name in room_by_table
    ]
    assert len(keys) > 10
    upward = {
        f"{table.name}.{key.parent.name} -> {key.column.table.name}"
        for table, key in keys
        if not may_lean_on(room_by_table[table.name], room_by_table[key.column.table.name])
    }
    assert upward == set()
