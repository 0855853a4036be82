"""PostgreSQL's wall: the rule is the row-level-security policy; the reader is told transaction by transaction.

The application's role owns nothing and can't bypass. `install` runs as the owner, after the migrations; the policies
always equal the expression of this version of the portal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.pool import PoolResetState

from portal.db import Base, writing
from portal.gate.protected import Gated, Walled
from portal.gate.settings import LISTS, SCALARS
from portal.gate.walls import rule_sql, walled_classes
from portal.gate.walls.bypass import refuse_bypass

__all__ = ["install", "refuse_bypass", "remove_policies", "tell", "tell_further", "wall_up"]

_NAME = re.compile(r"^[a-z_][a-z0-9_]*$")


_NAMES = (*SCALARS, *LISTS)

_CLEAN = (
    "RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; DISCARD TEMP; SET TIME ZONE 'UTC'; SET jit = off; "
    "SET plan_cache_mode = force_generic_plan"
)
"""The gate's rules are planned once a statement, not at each reading: planning them takes longer than they do."""


def wall_up(engine: Engine) -> None:
    """Begin each transaction reading or writing; give a connection back without anything that its user left in it."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw, reads = psycopg_of(connection), not writing()
        raw.isolation_level = IsolationLevel.REPEATABLE_READ if reads else None
        raw.read_only = True if reads else None

    @event.listens_for(engine, "rollback")
    def _end_reading(connection: Connection) -> None:
        """What only read ends by COMMIT: after a ROLLBACK psycopg throws away every statement that it had prepared."""
        if connection.invalidated:
            return
        raw = psycopg_of(connection)
        if raw.read_only and raw.pgconn.transaction_status == TransactionStatus.INTRANS:
            raw.commit()

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        clean(connection)

    @event.listens_for(engine, "reset")
    def _reset(connection: Any, _record: Any, state: PoolResetState) -> None:
        if not state.terminate_only:
            connection.rollback()
            clean(connection)


def psycopg_of(connection: Connection) -> psycopg.Connection[Any]:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    return raw


def clean(connection: Any) -> None:
    """End what outlives a transaction: settings, a role, open cursors, temporary tables. In one round trip."""
    connection.autocommit = True
    connection.execute(_CLEAN)
    connection.autocommit = False
    connection.isolation_level = connection.read_only = None


def tell(connection: Connection, values: dict[str, Any]) -> None:
    """Set the reader for this transaction only."""
    tell_further(connection, {name: values[name] for name in _NAMES})


def tell_further(connection: Connection, values: dict[str, Any]) -> None:
    """Set some of the values for this transaction, and leave the others as they were told."""
    settings = ", ".join(f"set_config('gate.{name}', %s, true)" for name in values)
    connection.exec_driver_sql(f"SELECT {settings}", tuple(_plain(value) for value in values.values()))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value) or "-"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def install(connection: Connection, role: str) -> None:
    """Functions, policies and rights, made anew. Runs as the owner of the tables."""
    if not _NAME.match(role):
        raise ValueError(f"not a role name: {role}")
    for statement in (*function_statements(), *policy_statements(walled_classes()), *right_statements(role)):
        connection.exec_driver_sql(statement.replace("%", "%%"))


def remove_policies(connection: Connection) -> None:
    """Take the policies off before a migration changes their columns; row-level security itself stays on."""
    rows = connection.execute(text("SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema()"))
    for policy, table in rows.all():
        connection.exec_driver_sql(f'DROP POLICY "{policy}" ON "{table}"')


def function_statements() -> list[str]:
    statements = []
    for name, (sql_type, _) in SCALARS.items():
        statements.append(
            f"CREATE OR REPLACE FUNCTION gate_{name}() RETURNS {sql_type} LANGUAGE sql STABLE PARALLEL SAFE "
            f"AS $$ SELECT nullif(current_setting('gate.{name}', true), '')::{sql_type} $$"
        )
    array = (
        "SELECT CASE current_setting('gate.{name}', true) WHEN '' THEN NULL WHEN '-' THEN '{{}}'::uuid[] "
        "ELSE string_to_array(current_setting('gate.{name}', true), ',')::uuid[] END"
    )
    statements.extend(
        f"CREATE OR REPLACE FUNCTION gate_{name}() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE "
        f"AS $$ {array.format(name=name)} $$"
        for name in LISTS
    )
    return statements


def policy_statements(classes: Iterable[type[Walled]]) -> list[str]:
    """One policy to read (the rule), one to add (of the own agency, or what the rule lets one read), one to change.

    A record is changed by its own agency only, unless its class says that those who read it may. What passes is
    deleted by whoever may read it.
    """
    statements = []
    for cls in classes:
        table = cls.__tablename__  # type: ignore[attr-defined]
        rule = rule_sql(cls, "postgresql", name=table)
        own = own_sql(cls, table)
        write = f"({own}) OR ({rule})"
        change = own if issubclass(cls, Gated) and not cls.foreign_changes else write
        statements += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS gate_read ON {table}",
            f"DROP POLICY IF EXISTS gate_add ON {table}",
            f"DROP POLICY IF EXISTS gate_change ON {table}",
            f"CREATE POLICY gate_read ON {table} FOR SELECT USING ({rule})",
            f"CREATE POLICY gate_add ON {table} FOR INSERT WITH CHECK ({write})",
            f"CREATE POLICY gate_change ON {table} FOR UPDATE USING ({change}) WITH CHECK ({change})",
            f"DROP POLICY IF EXISTS gate_clear ON {table}",
        ]
        if cls.passing:
            statements.append(f"CREATE POLICY gate_clear ON {table} FOR DELETE USING ({rule})")
    return statements


WRITERS = {"origin_id": "gate_agency", "held_by_id": "gate_agency", "filed_by_id": "gate_user"}


def own_sql(cls: type[Walled], table: str) -> str:
    """Whose rows a writer may add without being able to read them: the own agency's, or what oneself files."""
    columns = cls.__table__.c  # type: ignore[attr-defined]
    return next(f"{table}.{name} = {function}()" for name, function in WRITERS.items() if name in columns)


def right_statements(role: str) -> list[str]:
    """The application may read and write rows, delete only bookkeeping, and never touch the audit trail."""
    statements = [f"GRANT USAGE ON SCHEMA public TO {role}"]
    for table in Base.metadata.sorted_tables:
        rights = table.info.get("rights", "SELECT, INSERT, UPDATE")
        statements.append(f"REVOKE ALL ON {table.name} FROM {role}")
        statements.append(f"GRANT {rights} ON {table.name} TO {role}")
    statements.append(f"GRANT SELECT ON alembic_version TO {role}")
    return statements
