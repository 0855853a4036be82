"""Ways round a row filter that were found before: each of them meets the gate, on both databases."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, delete, event, exists, false, func, insert, select, text, union_all, update
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session, aliased, joinedload, lazyload, selectinload, subqueryload

from portal.accounts.recording import gate_columns
from portal.extensions import db
from portal.gate.looking import UnaccountedRead, tally
from portal.gate.reader import ReaderChanged, bind_reader, reader_of
from portal.gate.session import ForeignWrite
from portal.gate.vocabulary import Category
from portal.ids import new_id
from portal.participants.enrollments.models import Enrollment, TeamMember, Whereabouts
from portal.participants.people.models import Participant
from portal.treatment.sessions.models import Attendance
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


def ways(session: Session, county: County) -> dict[str, int]:
    """How many of Xio's and Marcus's marks come out, by each way of asking."""
    ids = list(county.people.values())
    one, other = aliased(Attendance), aliased(Attendance)
    common = select(Attendance.id).cte("common")
    counted = tally(select(func.count(Attendance.id)), ids, Category.ATTENDANCE.bit)
    columns = tally(select(Attendance.id, Attendance.mark), ids, Category.ATTENDANCE.bit)
    return {
        "entities": len(session.scalars(select(Attendance)).all()),
        "alias": len(session.scalars(select(one)).all()),
        "join of aliases": len(session.scalars(select(one).join(other, one.id == other.id)).all()),
        "outer join": sum(
            1
            for _, mark in session.execute(
                tally(select(Participant, one).join(one, one.participant_id == Participant.id), ids, 0)
            )
            if mark
        ),
        "columns": len(session.execute(columns).all()),
        "count": session.scalar(counted) or 0,
        "cte": len(session.execute(tally(select(common.c.id), ids, 0)).all()),
        "union": len(session.execute(tally(both(), ids, 0)).all()),
        "in": len(session.scalars(select(Attendance).where(Attendance.id.in_(select(one.id)))).all()),
        "exists": len(
            session.scalars(select(Participant).where(exists().where(one.participant_id == Participant.id))).all()
        ),
        "text": session.execute(text("SELECT count(*) FROM attendance")).scalar_one(),
        "core": session.connection().execute(select(func.count()).select_from(Attendance.__table__)).scalar_one(),
        "driver": raw_count(session),
    }


def both() -> Select[Any]:
    """The marks by a union, half of which is empty."""
    parts = union_all(select(Attendance.id), select(Attendance.id).where(false())).subquery()
    return select(parts.c.id)


def raw_count(session: Session) -> int:
    cursor = session.connection().connection.cursor()
    cursor.execute("SELECT count(*) FROM attendance")
    found: int = cursor.fetchone()[0]
    cursor.close()
    return found


@pytest.mark.parametrize(("who", "marks"), [("counselor", 2), ("judge", 1), ("casemanager", 2), ("stranger", 0)])
def test_every_way_of_asking_gives_the_same(acting: Act, court_day: County, who: str, marks: int) -> None:
    with acting(who) as (session, _):
        found = ways(session, court_day)
    assert set(found.values()) == {marks}, found


@pytest.mark.parametrize("strategy", [lazyload, joinedload, selectinload, subqueryload])
def test_relationships_load_through_the_gate(acting: Act, court_day: County, strategy: object) -> None:
    """Marcus's enrollment is the court's; whoever may not know of him gets no row by any strategy."""
    with acting("stranger") as (session, _):
        statement = select(Enrollment).options(strategy(Enrollment.participant))
        people = {one.participant.full_name for one in session.scalars(statement).unique() if one.participant}
    assert people == {"Maya Brandt"}


def test_a_row_by_its_id_is_asked_for_like_any_other(acting: Act, court_day: County) -> None:
    with acting("stranger") as (session, _):
        assert session.get(Attendance, court_day.things["xio-mark"]) is None
        with pytest.raises(NoResultFound):
            session.get_one(Participant, court_day.people["xio"])


def test_a_refreshed_row_is_asked_for_again(acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _):
        row = session.get_one(Attendance, court_day.things["xio-mark"])
        session.expire(row)
        assert row.mark
        session.refresh(row)
        assert row.mark


def test_bare_columns_need_to_say_whose(acting: Act, court_day: County) -> None:
    with acting("judge") as (session, _), pytest.raises(UnaccountedRead):
        session.execute(select(Attendance.mark)).all()


@pytest.mark.parametrize(
    "statement",
    [
        update(Attendance).values(mark="present"),
        delete(Attendance),
        update(Attendance.__table__).values(mark="present"),
        delete(TeamMember.__table__),
    ],
)
def test_bulk_changes_meet_the_wall(acting: Act, court_day: County, statement: object) -> None:
    """Whatever the answer, no row of another agency changes, and none is ever deleted."""
    with contextlib.suppress(DBAPIError, UnaccountedRead), acting("stranger") as (session, _):
        assert session.execute(statement).rowcount == 0
    with acting("counselor") as (session, _):
        assert len(session.scalars(select(Attendance)).all()) == 2


def test_a_foreign_record_is_not_written(acting: Act, court_day: County) -> None:
    with acting("judge") as (session, actor):
        columns = gate_columns(actor, Category.WHEREABOUTS, court_day.people["xio"], NOW.date())
        foreign = columns | {"origin_id": court_day.agencies["riverbend"]}
        session.add(Whereabouts(**foreign, place="home", starts_on=NOW.date()))
        with pytest.raises(ForeignWrite):
            session.flush()
        session.rollback()


def test_a_record_is_never_deleted(acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _):
        session.delete(session.get_one(Attendance, court_day.things["marcus-mark"]))
        with pytest.raises(ForeignWrite):
            session.flush()
        session.rollback()


def test_raw_inserts_meet_the_wall(acting: Act, court_day: County) -> None:
    with pytest.raises(DBAPIError), acting("stranger") as (session, _):
        session.execute(insert(Participant.__table__), [row_of(session, court_day)])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_flush_has_written_nobody_else_writes_after_it(acting: Act, court_day: County) -> None:
    """SQLite keeps what it has prepared: the statement of a flush is not found again by its own words."""
    said: list[tuple[str, Any]] = []
    with acting("counselor") as (session, _):
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: said.append((given[2], given[3])))
        session.add(Participant(**row_of(session, court_day)))
        session.flush()
        ((statement, values),) = [one for one in said if one[0].startswith("INSERT INTO participant ")]
        again = (new_id().hex, *values[1:])
        with pytest.raises(DBAPIError, match=r"not authorized|prohibited"):
            connection.exec_driver_sql(statement.replace("INTO participant", "INTO main.participant"), again)
        session.rollback()


def row_of(session: Session, county: County) -> dict[str, object]:
    person = new_id()
    return {
        "id": person,
        "participant_id": person,
        "origin_id": county.agencies["riverbend"],
        "author_id": reader_of(session).user,
        "regime": 1,
        "category": Category.PRESENCE.bit,
        "labels": 1,
        "withheld": False,
        "service_on": NOW.date(),
        "created_at": NOW,
        "full_name": "Nobody",
        "used_name": "",
        "sort_key": "Nobody",
        "say": "",
        "version": 1,
    }


def test_a_reader_never_leaks_to_the_next_user_of_a_connection(app: Flask, acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _):
        assert raw_count(session) == 2
    with app.app_context():
        assert raw_count(db.session()) == 0


def test_a_session_has_one_reader(acting: Act, court_day: County) -> None:
    from dataclasses import replace

    with acting("counselor") as (session, _), pytest.raises(ReaderChanged):
        bind_reader(session, replace(reader_of(session), at=NOW + timedelta(days=1)))


def test_reading_transactions_write_nothing(app: Flask, county: County) -> None:
    with app.app_context(), pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE agency SET county = 'x'"))
