"""Invariants that a column check can't say, kept by the database: a trigger of the same name on both engines.

Models declare guards; `portal database upgrade` installs them after the migrations, always as this version has them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, UniqueConstraint

from portal.db import Base


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse an act on a table's row while `condition` holds (SQL over NEW and OLD, valid on both engines).

    `repeats`: the table's inserts say ON CONFLICT DO NOTHING of its unique columns.
    """

    name: str
    table: str
    condition: str
    on: tuple[str, ...] = ("INSERT", "UPDATE")
    repeats: bool = False

    @property
    def only_added(self) -> bool:
        """Rows are neither changed nor deleted, whatever they hold."""
        return self.condition == "TRUE" and "DELETE" in self.on


GUARDS: dict[str, Guard] = {}


def guard(
    name: str, table: str, condition: str, on: tuple[str, ...] = ("INSERT", "UPDATE"), *, repeats: bool = False
) -> None:
    """Declare a guard beside the model it keeps. The name is what the refusal is known by."""
    GUARDS[name] = Guard(name, table, condition, on, repeats)


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
    return statements + (nothing_replaced(one) if one.only_added else [])


def nothing_replaced(one: Guard) -> list[str]:
    """INSERT OR REPLACE deletes the row that is in its way, by any unique column or the rowid, and on a connection that
    did not set `recursive_triggers` no trigger on DELETE is asked. So the row in the way is looked for before."""
    table, name = Base.metadata.tables[one.table], f"{one.name}_replaced"
    keys = [[column.name for column in table.primary_key], ["rowid"]]
    steps = [f"SELECT RAISE(ABORT, '{one.name}') WHERE {in_the_way(one.table, key)}" for key in keys]
    for unique in (kept for kept in table.constraints if isinstance(kept, UniqueConstraint)):
        columns = [column.name for column in unique.columns]
        words = "UNIQUE constraint failed: " + ", ".join(f"{one.table}.{column}" for column in columns)
        refused = "RAISE(IGNORE)" if one.repeats else f"RAISE(ABORT, '{words}')"
        steps.append(f"SELECT {refused} WHERE {in_the_way(one.table, columns)}")
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE INSERT ON {one.table} BEGIN {'; '.join(steps)}; END",
    ]


def in_the_way(table: str, columns: list[str]) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # nosec B608  # our own names


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
