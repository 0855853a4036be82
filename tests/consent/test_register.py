"""The register names every table that tells something about a participant, exactly as it is."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.consent.register import register
from portal.db import Base
from portal.gate.protected import Annex, Delivered, Gated, Instrument, Kept, Walled
from portal.gate.walls import walled_classes

COLUMNS_OF_THE_GATE = {
    "record": Gated,
    "team_fact": Gated,
    "team_seat": Gated,
    "instrument": Instrument,
    "annex": Annex,
    "kept": Kept,
    "delivered": Delivered,
    "copy": Delivered,
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_table_with_a_participant_is_registered(app: Flask) -> None:
    tables = {table.name for table in Base.metadata.sorted_tables if "participant_id" in table.c}
    assert len(tables) > 30
    assert tables - set(register().tables) == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_register_names_no_table_that_is_not_there(app: Flask) -> None:
    assert set(register().tables) - {table.name for table in Base.metadata.sorted_tables} == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_walled_table_has_the_rule_and_the_fields_of_its_entry(app: Flask) -> None:
    found = walled_classes()
    assert len(found) > 20
    for cls in found:
        entry = register().tables[cls.__tablename__]
        assert entry.rule == cls.wall_kind, entry.name
        if entry.rule in ("record", "team_fact", "team_seat"):
            own = set(cls.__table__.c.keys()) - gate_columns(cls)
            assert own == set(entry.fields), entry.name
            assert entry.categories, entry.name


def gate_columns(cls: type[Walled]) -> set[str]:
    base = COLUMNS_OF_THE_GATE[cls.wall_kind]
    return {name for name in base.__annotations__ if hasattr(base, name)}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_table_with_a_participant_and_no_wall_is_bookkeeping(app: Flask) -> None:
    walled = {str(cls.__tablename__) for cls in walled_classes()}
    bare = {table.name for table in Base.metadata.sorted_tables if "participant_id" in table.c} - walled
    assert {name: register().tables[name].rule for name in bare if register().tables[name].rule not in BOOKS} == {}


BOOKS = {"compiled", "trail"}
