"""Rows that are only added are not put in the place of others either: by no key, and by nobody's connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import UniqueConstraint, insert, literal, make_url, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.sealing import seal_all
from portal.consent.accounting.models import Disclosure
from portal.database import owner_connection
from portal.db import Base, unit_of_work
from portal.extensions import db
from portal.guards import GUARDS
from portal.ids import new_id
from tests.clients import SignedInClient
from tests.given.county import County

ONLY_ADDED = sorted(one.table for one in GUARDS.values() if one.only_added)
IN_USE = {"audit_event", "audit_seal", "audit_leaf", "disclosure", "report_document", "report_paper", "filing_record"}
sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def file_of(app: Flask) -> Path:
    return Path(str(make_url(app.config["DATABASE_URL"]).database))


@contextmanager
def raw(app: Flask) -> Iterator[sqlite3.Connection]:
    """The file as any other program opens it: nothing set, so that replacing asks no trigger on DELETE."""
    with closing(sqlite3.connect(file_of(app), isolation_level=None)) as connection:
        assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        connection.row_factory = sqlite3.Row
        yield connection


def replacing(table: str, row: dict[str, Any]) -> tuple[str, list[Any]]:
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    return f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", list(row.values())  # noqa: S608  # our names


def first_of(connection: sqlite3.Connection, table: str) -> Any:
    return connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid LIMIT 1").fetchone()  # noqa: S608  # our names


def has_uniques(table: str) -> bool:
    return any(isinstance(one, UniqueConstraint) for one in Base.metadata.tables[table].constraints)


@pytest.fixture
def used(app: Flask, filed_day: County, client_of: Callable[[str], SignedInClient]) -> None:
    """Something was looked at, told, filed and sealed."""
    client_of("judge").get(f"/participants/{filed_day.people['xio']}")
    with app.app_context():
        seal_all(db.session.session_factory, Path(app.config["DATA_FOLDER"]))


@sqlite_only
@pytest.mark.usefixtures("used")
def test_another_program_replaces_nothing(app: Flask) -> None:
    met = set()
    with raw(app) as connection:
        for table in ONLY_ADDED:
            found = first_of(connection, table)
            if found is None:
                continue
            met.add(table)
            count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # our names
            row = dict(found)
            (key,) = (column.name for column in Base.metadata.tables[table].primary_key)
            at, other = row.pop("rowid"), row | {key: new_id().hex}
            with pytest.raises(sqlite3.IntegrityError, match=f"{table}_(only_added|frozen)"):
                connection.execute(*replacing(table, row))
            with pytest.raises(sqlite3.IntegrityError, match=f"{table}_(only_added|frozen)"):
                connection.execute(*replacing(table, other | {"rowid": at}))
            if has_uniques(table):
                with suppress(sqlite3.IntegrityError):
                    connection.execute(*replacing(table, other))
            assert dict(first_of(connection, table)) == dict(found)
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == count  # noqa: S608  # our names
    assert met >= IN_USE, ONLY_ADDED


@sqlite_only
def test_every_table_of_them_is_guarded(app: Flask, filed_day: County) -> None:
    with raw(app) as connection:
        found = connection.execute("SELECT tbl_name FROM sqlite_master WHERE name LIKE '%_replaced'").fetchall()
    assert {one["tbl_name"] for one in found} == set(ONLY_ADDED) and len(ONLY_ADDED) > 15


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("model", [AuditEvent, Disclosure])
def test_nor_does_the_portals_own_session(app: Flask, database: str, model: Any) -> None:
    table, word = model.__table__, "act" if model is AuditEvent else "role"
    columns = [literal("other") if one.name == word else one for one in table.columns]
    if database == "sqlite":
        statement: Any = insert(table).prefix_with("OR REPLACE").from_select(table.columns.keys(), select(*columns))
    else:
        again: Any = postgresql.insert(table).from_select(table.columns.keys(), select(*columns))
        statement = again.on_conflict_do_update(index_elements=["id"], set_={word: "other"})
    refused = pytest.raises(DBAPIError, match=f"{table.name}_only_added|permission denied")
    with app.app_context(), refused, unit_of_work() as session:
        session.execute(statement)


@sqlite_only
@pytest.mark.usefixtures("used")
def test_on_our_connections_what_is_replaced_is_guarded_as_deleted(app: Flask) -> None:
    """Also where no trigger looks for the row in the way, as in a table of a later version that forgot it."""
    url = app.config["DATABASE_URL"]
    with owner_connection(url) as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_only_added_replaced")
        with pytest.raises(IntegrityError, match="audit_event_only_added"):
            connection.exec_driver_sql("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event LIMIT 1")
        connection.rollback()
