"""SQLite's wall: temporary views shadow the protected tables, an authorizer denies the tables themselves.

Every connection of the application is walled. A write opens the wall for the length of one flush; ids and defaults
come from Python, so that no statement needs to read what it has written.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import sqlite as dialect

from portal.db import writing
from portal.gate.settings import LISTS, SCALARS
from portal.gate.walls import rule_sql, walled_classes, walled_tables

_WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?", re.IGNORECASE)
_NEVER = {
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
_PRAGMAS = {"query_only", "busy_timeout", "foreign_keys", "data_version", "wal_checkpoint", "integrity_check"}
_READS = {sqlite3.SQLITE_READ}
_CHANGES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


@dataclass(slots=True)
class Told:
    """What one connection's `gate_*()` functions answer."""

    values: dict[str, Any] = field(default_factory=dict)


def wall_up(engine: Engine) -> None:
    """Wall every connection that this engine opens from now on."""
    tables = frozenset(walled_tables())
    views = view_statements()

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, record: Any) -> None:
        set_pragmas(connection)
        told = Told()
        record.info["told"] = told
        add_functions(connection, told)
        for statement in views:
            connection.execute(statement)
        record.info["deny"] = authorizer(tables)
        connection.set_authorizer(record.info["deny"])

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin(connection)

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _to_the_table(
        _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        found = _WRITES.match(statement)
        if found and found.group(2) in tables:
            statement = f"{found.group(1)} main.{found.group(2)}{statement[found.end() :]}"
        return statement, parameters


def set_pragmas(connection: sqlite3.Connection) -> None:
    """One file, many readers, durable commits (FULL: a revocation must survive a power failure)."""
    connection.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Writers take the lock at once; readers can't write at all."""
    write = writing()
    connection.exec_driver_sql(f"PRAGMA query_only={'off' if write else 'on'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def add_functions(connection: sqlite3.Connection, told: Told) -> None:
    for name in (*SCALARS, *LISTS):
        connection.create_function(f"gate_{name}", 0, _answer(told, name), deterministic=True)


def _answer(told: Told, name: str) -> Any:
    return lambda: told.values.get(name)


def tell(connection: Connection, values: dict[str, Any]) -> None:
    """Set what the connection's functions answer, in SQLite's own forms of moments and UUIDs."""
    connection.info["told"].values = {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")
    if isinstance(value, tuple):
        return json.dumps([item.hex for item in value])
    return value


def authorizer(tables: frozenset[str]) -> Any:
    """Deny the protected tables (their rows are reachable through the views only) and every change of the schema."""

    def decide(action: int, first: str | None, second: str | None, database: str | None, source: str | None) -> int:
        if action in _NEVER or (action == sqlite3.SQLITE_PRAGMA and first not in _PRAGMAS):
            return sqlite3.SQLITE_DENY
        behind = database == "main" and first in tables
        if behind and (action in _CHANGES or (action in _READS and source != first)):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return decide


def open_for_flush(connection: Connection) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.set_authorizer(None)


def shut(connection: Connection) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.set_authorizer(connection.info["deny"])


def view_statements() -> list[str]:
    """`CREATE TEMP VIEW` for each protected table, with the same expression that the session adds."""
    statements = []
    for cls in walled_classes():
        sql = rule_sql(cls, dialect.dialect())
        name = cls.__tablename__  # type: ignore[attr-defined]
        statements.append(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} AS r WHERE {sql}")
    return statements
