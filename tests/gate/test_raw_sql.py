"""Raw SQL on both databases: every way of asking meets the second wall, and no statement takes it down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, ResourceClosedError
from sqlalchemy.orm import Session

from tests.gate.raw import MARKS, NEVER_ON_POSTGRESQL, NEVER_ON_SQLITE, ON_POSTGRESQL
from tests.given.county import Acting, County

Act = Callable[..., Acting]
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def given(session: Session, statement: str) -> int:
    """How many rows come out, past every session and model."""
    return len(session.connection().exec_driver_sql(statement).all())


@pytest.mark.parametrize("who", ["counselor", "judge", "stranger", "sysadmin"])
def test_every_way_of_asking_meets_the_wall(acting: Act, court_day: County, who: str, database: str) -> None:
    asked = MARKS + (ON_POSTGRESQL if database == "postgresql" and who != "judge" else [])
    may_read = who in ("counselor", "judge")
    wrong = {}
    with acting(who) as (session, _):
        for statement in asked:
            if bool(given(session, statement)) != may_read:
                wrong[statement] = may_read
        session.rollback()
    assert wrong == {}


@on_sqlite
@pytest.mark.parametrize("statement", NEVER_ON_SQLITE)
def test_the_wall_of_sqlite_cannot_be_taken_down(acting: Act, court_day: County, statement: str) -> None:
    with acting("counselor") as (session, _):
        with pytest.raises((DBAPIError, ResourceClosedError)):
            session.connection().exec_driver_sql(statement).all()
        session.rollback()


@on_sqlite
def test_what_python_reads_of_a_whole_file_is_walled_too(acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _):
        raw: Any = session.connection().connection.driver_connection
        with pytest.raises(Exception, match=r"not authorized|prohibited"):
            list(raw.iterdump())


@on_postgresql
@pytest.mark.parametrize("statement", NEVER_ON_POSTGRESQL)
def test_the_wall_of_postgresql_cannot_be_taken_down(acting: Act, court_day: County, statement: str) -> None:
    with acting("counselor") as (session, _):
        with pytest.raises(DBAPIError):
            session.connection().exec_driver_sql(statement)
        session.rollback()


def cursor_of(session: Session) -> Any:
    return session.connection().connection.cursor()


@on_postgresql
@pytest.mark.parametrize(("who", "marks"), [("counselor", 2), ("stranger", 0)])
def test_copies_cursors_and_prepared_statements_meet_the_wall(
    acting: Act, court_day: County, who: str, marks: int
) -> None:
    found: dict[str, int] = {}
    with acting(who) as (session, _), cursor_of(session) as cursor:
        for source in ("attendance", "(SELECT * FROM attendance)"):
            with cursor.copy(f"COPY {source} TO STDOUT") as copy:
                found[source] = len(list(copy.rows()))
        cursor.execute("DECLARE marks CURSOR FOR SELECT id FROM attendance")
        found["cursor"] = len(cursor.execute("FETCH ALL FROM marks").fetchall())
        cursor.execute("PREPARE marks AS SELECT id FROM attendance")
        found["prepared"] = len(cursor.execute("EXECUTE marks").fetchall())
        cursor.execute("DEALLOCATE marks")
        cursor.execute("CREATE TEMP VIEW marks AS SELECT id FROM attendance")
        found["view"] = len(cursor.execute("SELECT * FROM marks").fetchall())
        cursor.execute("CREATE TEMP TABLE kept AS SELECT id FROM attendance")
        found["kept"] = len(cursor.execute("SELECT * FROM kept").fetchall())
        cursor.execute(
            "CREATE FUNCTION pg_temp.marks() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS"
            " 'SELECT count(*) FROM public.attendance'"
        )
        found["function"] = cursor.execute("SELECT pg_temp.marks()").fetchone()[0]
        session.rollback()
    assert set(found.values()) == {marks}, found


@on_postgresql
def test_a_prepared_statement_follows_the_reader(acting: Act, court_day: County) -> None:
    """The same connection, a reader for each transaction: the plan that is kept knows no reader."""
    counts = []
    for who in ("counselor", "stranger", "counselor"):
        with acting(who) as (session, _), cursor_of(session) as cursor:
            counts.append(len(cursor.execute("SELECT id FROM attendance", prepare=True).fetchall()))
    assert counts == [2, 0, 2]


@on_postgresql
def test_errors_and_statistics_tell_nothing_of_hidden_rows(acting: Act, court_day: County) -> None:
    with acting("stranger") as (session, _):
        assert given(session, "SELECT 1 / (CASE WHEN mark = '' THEN 1 ELSE 0 END) FROM attendance") == 0
        assert given(session, "SELECT 1 FROM attendance WHERE 1 / (CASE WHEN mark = '' THEN 1 ELSE 0 END) = 1") == 0
        assert given(session, "SELECT * FROM pg_stats WHERE tablename = 'attendance'") == 0


@on_postgresql
def test_nobody_changes_the_record_of_another_agency(acting: Act, court_day: County) -> None:
    """The judge may read Xio's mark; changing it is the clinic's, in SQL as in the session."""
    changes = (
        "UPDATE attendance SET mark = mark",
        "UPDATE attendance SET withheld = true RETURNING id",
        "UPDATE attendance SET origin_id = gate_agency()",
        "WITH changed AS (UPDATE attendance SET mark = mark RETURNING id) SELECT * FROM changed",
    )
    counts = {}
    for who in ("judge", "casemanager", "stranger"):
        with acting(who) as (session, _):
            for statement in changes:
                counts[who, statement] = session.connection().exec_driver_sql(statement).rowcount
            session.rollback()
    assert set(counts.values()) == {0}, counts


@on_postgresql
def test_a_mark_is_not_given_to_another_agency(acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _), pytest.raises(DBAPIError, match="row-level security"):
        session.connection().exec_driver_sql(
            "UPDATE attendance SET origin_id = (SELECT id FROM agency WHERE short_name = 'Court')"
        )
