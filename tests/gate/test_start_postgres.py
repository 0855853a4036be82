"""PostgreSQL's roles: the portal starts as one that owns nothing, and as none that could go round the wall."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from portal.gate.walls.bypass import RoleCanBypass, WallMissing, refuse_bypass
from tests.stages import ROLE, server

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

BYPASS = {
    "superuser": ["ALTER ROLE {role} SUPERUSER"],
    "exempt": ["ALTER ROLE {role} BYPASSRLS"],
    "maker of roles": ["ALTER ROLE {role} CREATEROLE"],
    "owner": ["GRANT {role} TO CURRENT_USER", "ALTER TABLE attendance OWNER TO {role}"],
    "owner of what the wall stands on": ["ALTER TABLE role_ceiling OWNER TO {role}"],
    "owner of a function": ["ALTER FUNCTION gate_role() OWNER TO {role}"],
    "member of a superuser": ["ALTER ROLE {other} SUPERUSER", "GRANT {other} TO {role}"],
    "member without inheriting": [
        "ALTER ROLE {other} BYPASSRLS",
        "ALTER ROLE {role} NOINHERIT",
        "GRANT {other} TO {role}",
    ],
    "member of the owner": ["ALTER TABLE attendance OWNER TO {other}", "GRANT {other} TO {role}"],
    "reader of the server's files": ["GRANT pg_read_server_files TO {role}"],
    "starter of programs": ["GRANT pg_execute_server_program TO {role}"],
    "maker of tables": ["GRANT CREATE ON SCHEMA public TO {role}"],
}
OPEN = {
    "row security is off": "ALTER TABLE attendance DISABLE ROW LEVEL SECURITY",
    "a policy is gone": "DROP POLICY gate_read ON attendance",
    "a policy is not ours": "CREATE POLICY everybody ON attendance FOR SELECT USING (true)",
}


@contextmanager
def undone(app: Flask) -> Iterator[Connection]:
    """The server's superuser in the test's database, in a transaction that never happened."""
    address = server().set(database=make_url(app.config["DATABASE_URL"]).database)
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection, connection.begin() as transaction:
        try:
            yield connection
        finally:
            transaction.rollback()


def become(connection: Connection, role: str) -> None:
    connection.exec_driver_sql(f'SET LOCAL SESSION AUTHORIZATION "{role}"')


def new_roles(connection: Connection) -> dict[str, str]:
    names = {word: f"portal_{word}_{uuid4().hex[:8]}" for word in ("role", "other")}
    for name in names.values():
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN")
    return names


def test_the_application_role_passes(app: Flask) -> None:
    with undone(app) as connection:
        become(connection, ROLE)
        refuse_bypass(connection)


def test_a_role_with_nothing_passes(app: Flask) -> None:
    with undone(app) as connection:
        become(connection, new_roles(connection)["role"])
        refuse_bypass(connection)


@pytest.mark.parametrize("how", sorted(BYPASS))
def test_a_role_that_could_go_round_is_refused(app: Flask, how: str) -> None:
    with undone(app) as connection:
        names = new_roles(connection)
        for statement in BYPASS[how]:
            connection.exec_driver_sql(statement.format(**names))
        become(connection, names["role"])
        with pytest.raises(RoleCanBypass, match=names["role"]):
            refuse_bypass(connection)


def test_a_session_that_only_plays_the_role_is_refused(app: Flask) -> None:
    """RESET ROLE would bring the superuser back."""
    with undone(app) as connection:
        connection.exec_driver_sql(f'SET LOCAL ROLE "{ROLE}"')
        with pytest.raises(RoleCanBypass):
            refuse_bypass(connection)


@pytest.mark.parametrize("how", sorted(OPEN))
def test_a_table_that_stands_open_is_refused(app: Flask, how: str) -> None:
    with undone(app) as connection:
        connection.exec_driver_sql(OPEN[how])
        become(connection, ROLE)
        with pytest.raises(WallMissing, match="attendance"):
            refuse_bypass(connection)
