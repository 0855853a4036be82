"""A connection goes from one reader to the next: nothing of the first one goes with it, however his work ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.consent.readers import reader_for
from portal.db import write_intent
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.ids import NIL
from portal.treatment.sessions.models import Attendance
from tests.given import county as given
from tests.given.county import Acting, County

Act = Callable[..., Acting]
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def broken(session: Session) -> None:
    with suppress(DBAPIError):
        session.connection().exec_driver_sql("SELECT * FROM no_such_table")


ENDS: dict[str, Callable[[Session], Any]] = {
    "commit": Session.commit,
    "rollback": Session.rollback,
    "close": Session.close,
    "an error": broken,
    "a lost connection": Session.invalidate,
    "a savepoint taken back": lambda session: session.begin_nested().rollback(),
    "a savepoint kept": lambda session: session.begin_nested().commit(),
}


@contextmanager
def next_user(app: Flask) -> Iterator[Connection]:
    """Who takes the connection next and says nothing of who reads, not even through a session."""
    with app.app_context(), write_intent(), db.engine.connect() as connection:
        yield connection


def count(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM attendance").scalar_one())


@pytest.mark.parametrize("how", sorted(ENDS))
def test_the_reader_does_not_go_with_the_connection(app: Flask, acting: Act, court_day: County, how: str) -> None:
    with acting("counselor") as (session, _):
        assert count(session.connection()) == 2
        ENDS[how](session)
    with next_user(app) as connection:
        assert count(connection) == 0


@pytest.mark.parametrize("how", ["a savepoint taken back", "a savepoint kept"])
def test_the_reader_outlives_a_savepoint(acting: Act, court_day: County, how: str) -> None:
    with acting("counselor") as (session, _):
        ENDS[how](session)
        assert count(session.connection()) == 2


def test_after_a_commit_the_next_transaction_is_told_again(acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _):
        session.commit()
        assert count(session.connection()) == 2


LEFT = {
    "a setting": ("SET gate.agency = '{agency}'", "SELECT gate_agency()", None),
    "row security": ("SET row_security = off", "SHOW row_security", "on"),
    "a path": ("SET search_path = pg_temp", "SHOW search_path", '"$user", public'),
    "a temporary table": ("CREATE TEMP TABLE kept AS SELECT id FROM attendance", "SELECT count(*) FROM kept", None),
    "a table in front": ("CREATE TEMP TABLE agency AS SELECT 1 AS one", "SELECT max(one) FROM agency", None),
    "a cursor": ("DECLARE kept CURSOR WITH HOLD FOR SELECT id FROM attendance", "FETCH ALL FROM kept", None),
    "a slow plan": ("SET jit = on", "SHOW jit", "off"),
    "another plan each time": (
        "SET plan_cache_mode = force_custom_plan",
        "SHOW plan_cache_mode",
        "force_generic_plan",
    ),
}
GONE = "does not exist"


@on_postgresql
@pytest.mark.parametrize("what", sorted(LEFT))
def test_nothing_is_left_in_a_connection(app: Flask, acting: Act, court_day: County, what: str) -> None:
    """Settings, temporary tables and cursors outlive a transaction; they end with the checkout."""
    leave, ask, expected = LEFT[what]
    with acting("counselor") as (session, _):
        session.connection().exec_driver_sql(leave.format(agency=court_day.agencies["riverbend"]))
        session.commit()
    with next_user(app) as connection:
        assert answer(connection, ask) in (expected, GONE if expected is None else expected)


PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM attendance%'"


@on_postgresql
def test_a_statement_that_is_read_often_stays_planned(app: Flask, acting: Act, court_day: County) -> None:
    """From one reader to the next; whom the plan shows records is decided by who reads now."""
    with app.app_context():
        reader = reader_for(db.session(), court_day.principal(db.session(), "counselor"), given.NOW)
        db.session.remove()
        for _ in range(8):
            bind_reader(db.session(), reader)
            assert len(db.session.scalars(select(Attendance)).all()) == 2
            db.session.remove()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql(PREPARED.replace("%", "%%")).scalar() == 1
        bind_reader(db.session(), replace(reader, keys=(), controlled=(), agency=NIL, user=NIL, own_part2=0))
        assert not db.session.scalars(select(Attendance)).all()
        db.session.remove()


@on_postgresql
def test_who_only_reads_can_not_write(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"
        assert answer(connection, "CREATE TABLE kept (id int)") != GONE
        connection.rollback()
        with write_intent():
            assert connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "off"


def answer(connection: Connection, ask: str) -> Any:
    try:
        return connection.exec_driver_sql(ask).scalar()
    except DBAPIError as error:
        return GONE if GONE in str(error) else str(error)
