"""Invariants that a column check can't say, kept by the database: a trigger of the same name on both engines.

Models declare guards; `portal database upgrade` installs them after the migrations, always as this version has them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse an act on a table's row while `condition` holds (SQL over NEW and OLD, valid on both engines)."""

    name: str
    table: str
    condition: str
    on: tuple[str, ...] = ("INSERT", "UPDATE")


GUARDS: dict[str, Guard] = {}


def guard(name: str, table: str, condition: str, on: tuple[str, ...] = ("INSERT", "UPDATE")) -> None:
    """Declare a guard beside the model it keeps. The name is what the refusal is known by."""
    GUARDS[name] = Guard(name, table, condition, on)


def install(connection: Connection) -> None:
    """Make all guards anew."""
    for one in GUARDS.values():
        for statement in sqlite(one) if connection.dialect.name == "sqlite" else postgresql(one):
            connection.exec_driver_sql(statement.replace("%", "%%"))


def sqlite(one: Guard) -> list[str]:
    statements = []
    for act in one.on:
        name = f"{one.name}_{act.lower()}"
        statements.append(f"DROP TRIGGER IF EXISTS {name}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {act} ON {one.table} "
            f"BEGIN SELECT RAISE(ABORT, '{one.name}') WHERE {one.condition}; END"
        )
    return statements


def postgresql(one: Guard) -> list[str]:
    """As the owner, as foreign keys are checked: an invariant also looks at rows that the writer may not read.

    Its path ends with the temporary schema, which would otherwise come first and could hold a writer's own tables.
    """
    function = (
        f"CREATE OR REPLACE FUNCTION {one.name}() RETURNS trigger LANGUAGE plpgsql "
        "SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN "
        f"IF {one.condition} THEN RAISE EXCEPTION '{one.name}' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{one.name}'; END IF; RETURN NEW; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {one.name} BEFORE {' OR '.join(one.on)} ON {one.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {one.name}()"
    )
    return [function, f"DROP TRIGGER IF EXISTS {one.name} ON {one.table}", trigger]
