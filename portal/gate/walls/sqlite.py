"""SQLite's wall: temporary views shadow the protected tables, an authorizer denies the tables themselves.

Every connection of the application is walled. A write opens the wall for the length of one flush; ids and defaults
come from Python, so that no statement needs to read what it has written.

The authorizer is told the innermost view that a read comes from, and takes a common table expression's name for one.
So the view that may read a table has a name that nobody can guess or look up, and a second one in front of it has the
table's own.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event

from portal.db import writing
from portal.gate.protected import Walled
from portal.gate.settings import LISTS, SCALARS
from portal.gate.walls import rule_sql, walled_classes, walled_tables

_WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?", re.IGNORECASE)
_NEVER = {
    sqlite3.SQLITE_ANALYZE,
    sqlite3.SQLITE_ATTACH,
    sqlite3.SQLITE_DETACH,
    sqlite3.SQLITE_CREATE_INDEX,
    sqlite3.SQLITE_CREATE_TABLE,
    sqlite3.SQLITE_CREATE_TEMP_TABLE,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    sqlite3.SQLITE_CREATE_TEMP_VIEW,
    sqlite3.SQLITE_CREATE_TRIGGER,
    sqlite3.SQLITE_CREATE_VIEW,
    sqlite3.SQLITE_DROP_INDEX,
    sqlite3.SQLITE_DROP_TABLE,
    sqlite3.SQLITE_DROP_TEMP_TABLE,
    sqlite3.SQLITE_DROP_TEMP_TRIGGER,
    sqlite3.SQLITE_DROP_TEMP_VIEW,
    sqlite3.SQLITE_DROP_TRIGGER,
    sqlite3.SQLITE_DROP_VIEW,
    sqlite3.SQLITE_ALTER_TABLE,
    sqlite3.SQLITE_CREATE_VTABLE,
    sqlite3.SQLITE_DROP_VTABLE,
}
_PRAGMAS = {"query_only", "foreign_keys"}
_SCHEMAS = {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "sqlite_stmt"}
"""What would tell the names that nobody may guess: of the views' doors, and of the statements of a flush."""
_CHANGES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


BUSY = 10_000
"""Milliseconds that a writer waits for another one."""


@dataclass(slots=True)
class Told:
    """What one connection's `gate_*()` functions answer; and what its wall is doing.

    `writes`: the connection may write, `beginning`: the wall itself is changing that, `opened`: a flush writes. Setting
    a pragma makes SQLite prepare every statement anew, so it is done when something changes only.
    """

    values: dict[str, Any] = field(default_factory=dict)
    writes: bool = True
    beginning: bool = False
    opened: bool = False


def wall_up(engine: Engine, further: Iterable[type[Walled]] = ()) -> None:
    """Wall every connection that this engine opens from now on; `further` are tables of this database alone."""
    classes = [*walled_classes(), *further]
    tables = walled_tables(classes)
    door, mark = secrets.token_hex(8), f" /* {secrets.token_hex(8)} */"
    views = view_statements(door, classes)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, record: Any) -> None:
        set_pragmas(connection)
        told = Told()
        record.info["told"] = told
        add_functions(connection, told)
        for statement in views:
            connection.execute(statement)
        # Its first use makes a table behind the scenes, which the authorizer would deny.
        connection.execute("SELECT value FROM json_each('[]')")
        connection.set_authorizer(authorizer(tables, door, told))

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: sqlite3.Connection | None, record: Any) -> None:
        told: Told = record.info["told"]
        told.values, told.opened = {}, False

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin(connection)

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _to_the_table(
        connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        found = _WRITES.match(statement)
        if found and found.group(2) in tables:
            statement = f"{found.group(1)} main.{found.group(2)}{statement[found.end() :]}"
        return statement + mark if connection.info["told"].opened else statement, parameters


def set_pragmas(connection: sqlite3.Connection) -> None:
    """One file, many readers, durable commits (FULL: a revocation must survive a power failure).

    With recursive triggers a row that INSERT OR REPLACE would delete is guarded like any other.
    """
    connection.isolation_level = None
    durable = ("journal_mode=wal", "synchronous=full")
    for pragma in (f"busy_timeout={BUSY}", *durable, "foreign_keys=on", "recursive_triggers=on"):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Writers take the lock at once; readers can't write at all. Nobody reads until the reader is told anew."""
    write, told = writing(), connection.info["told"]
    told.values = {}
    if write != told.writes:
        told.beginning = True
        connection.exec_driver_sql(f"PRAGMA query_only={'off' if write else 'on'}")
        told.writes, told.beginning = write, False
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def add_functions(connection: sqlite3.Connection, told: Told) -> None:
    for name in (*SCALARS, *LISTS):
        connection.create_function(f"gate_{name}", 0, _answer(told, name), deterministic=True)


def _answer(told: Told, name: str) -> Any:
    return lambda: told.values.get(name)


def tell(connection: Connection, values: dict[str, Any]) -> None:
    """Set what the connection's functions answer, in SQLite's own forms of moments and UUIDs."""
    connection.info["told"].values = {name: _plain(value) for name, value in values.items()}


def tell_further(connection: Connection, values: dict[str, Any]) -> None:
    """Set some of the values, and leave the others as they were told."""
    connection.info["told"].values |= {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")
    if isinstance(value, tuple):
        return json.dumps([item.hex for item in value])
    return value


def authorizer(tables: frozenset[str], door: str, told: Told) -> Any:
    """Deny the protected tables (their rows are reachable through the views only) and every change of the schema.

    Of a table of which a statement uses no column, as in `count(*)`, the names come as they were typed.
    """

    def decide(action: int, first: str | None, second: str | None, database: str | None, source: str | None) -> int:
        if told.opened:
            return sqlite3.SQLITE_OK
        if action in _NEVER or (action == sqlite3.SQLITE_PRAGMA and not pragma_allowed(first, second, told)):
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ:
            name = (first or "").lower()
            behind = name in tables and (database or "").lower() == "main" and source != f"{name}_{door}"
            return sqlite3.SQLITE_DENY if behind or name in _SCHEMAS else sqlite3.SQLITE_OK
        if action in _CHANGES and database == "main" and first in tables:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return decide


def pragma_allowed(name: str | None, value: str | None, told: Told) -> bool:
    """Some may be read; none may be set but by the wall itself."""
    return name in _PRAGMAS and (value is None or told.beginning)


@contextmanager
def opened(connection: Connection) -> Iterator[None]:
    """The wall open for the length of one flush.

    SQLite asks the authorizer when it prepares a statement, and the prepared ones are kept by their text. So what is
    prepared while the wall is open carries a mark that nobody else can give: no other statement finds it afterwards.
    And none is prepared anew because of a flush, as setting another authorizer would have it.
    """
    told: Told = connection.info["told"]
    told.opened = True
    try:
        yield
    finally:
        told.opened = False


def view_statements(door: str, classes: Iterable[type[Walled]]) -> list[str]:
    """Two `CREATE TEMP VIEW` for each protected table, with the same expression that the session adds."""
    statements = []
    for cls in classes:
        sql = rule_sql(cls, "sqlite")
        name = cls.__tablename__  # type: ignore[attr-defined]
        rows = f"SELECT * FROM main.{name} AS r WHERE {sql}"  # nosec B608  # names of our own tables
        seen = f"SELECT * FROM temp.{name}_{door}"  # nosec B608  # names of our own tables
        statements += [f"CREATE TEMP VIEW {name}_{door} AS {rows}", f"CREATE TEMP VIEW {name} AS {seen}"]
    return statements
