"""The walls' text is written once for a kind of table, and means each table of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.gate.walls import rule_sql, walled_classes
from portal.gate.written import DIALECTS, rule_for


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_table_of_a_kind_has_the_text_of_its_own_rule(app: Flask, dialect: str) -> None:
    """Whatever the table, the rule looks at the row by the alias alone."""
    classes = walled_classes()
    assert len(classes) > 40
    for cls in classes:
        row = aliased(cls, name="r")
        statement = select(1).select_from(row).where(rule_for(cls.wall_kind, row))
        own = str(statement.compile(dialect=DIALECTS[dialect], compile_kwargs={"literal_binds": True}))
        assert own.split("WHERE", 1)[1].strip() == rule_sql(cls, dialect), cls.__name__
