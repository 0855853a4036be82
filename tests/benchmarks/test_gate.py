"""What the gate costs: a participant's page of 50, a docket of 60 with the latest record of each, a count of 6,000.

    .venv/bin/python -m pytest tests/benchmarks/test_gate.py -s

`PORTAL_BENCH_PEOPLE` says how many participants (1,000), with 100 records each. A figure is the median of many rounds
and the best of them, in milliseconds, from a fresh session to loaded entities: of processor time where the database
works in this process, else by the clock on the wall. "Bare" is the same statement as the owner of the tables, without
criteria, wall or policy.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, Select, func, select, text, true
from sqlalchemy.orm import Session, aliased

from portal import create_app
from portal.consent.readers import reader_for
from portal.database import ensure_application_role, owner_connection, unwalled_engine, upgrade
from portal.extensions import db
from portal.gate.looking import tally
from portal.gate.reader import Reader, bind_reader
from portal.gate.vocabulary import Category, Purpose
from portal.participants.enrollments.models import Whereabouts
from portal.participants.people.models import Participant
from tests.benchmarks.loading import load, person_id
from tests.conftest import ROLE, create_database, drop_database, server, settings
from tests.consent.worlds.site import principal

PEOPLE = int(os.environ.get("PORTAL_BENCH_PEOPLE", "1000"))
RECORDS = 100
ROUNDS = 150
NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)
DOCKET = [person_id(number * max(1, PEOPLE // 60)) for number in range(60)]
Statement = Callable[[int, str], Select[Any]]


def page(turn: int, _kind: str) -> Select[Any]:
    """The newest 50 records of one participant."""
    wanted = select(Whereabouts).where(Whereabouts.participant_id == person_id(turn % PEOPLE))
    return wanted.order_by(Whereabouts.service_on.desc()).limit(50)


def docket(_turn: int, kind: str) -> Select[Any]:
    """The latest record of each of 60: LATERAL on PostgreSQL, a scalar subquery on SQLite."""
    person, latest = aliased(Participant), aliased(Whereabouts)
    newest = select(latest).where(latest.participant_id == person.id).order_by(latest.service_on.desc()).limit(1)
    on_docket = person.id.in_(DOCKET)
    if kind == "sqlite":
        found = newest.with_only_columns(latest.id).scalar_subquery()
        return select(Whereabouts).join(person, Whereabouts.id == found).where(on_docket)
    one = newest.lateral()
    return select(aliased(Whereabouts, one)).select_from(person).join(one, true()).where(on_docket)


def count(_turn: int, _kind: str) -> Select[Any]:
    """6,000 records of 60 participants, before the gate."""
    counted = select(func.count()).select_from(Whereabouts).where(Whereabouts.participant_id.in_(DOCKET))
    return tally(counted, (), Category.every())


STATEMENTS: dict[str, Statement] = {"page of 50": page, "docket of 60": docket, "count of 6,000": count}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The application on a database with many people, and the address of the database's owner."""
    folder, name = tmp_path_factory.mktemp("bench"), f"portal_bench_{uuid4().hex[:8]}"
    if request.param == "sqlite":
        owner = url = f"sqlite:///{folder / 'bench.sqlite3'}"
    else:
        create_database(name)
        owner = server().set(database=name).render_as_string(hide_password=False)
        url = server().set(database=name, username=ROLE, password=None).render_as_string(hide_password=False)
        ensure_application_role(owner, ROLE)
    upgrade(owner, ROLE)
    with owner_connection(owner) as connection:
        load(connection, PEOPLE, RECORDS)
    settle(owner)
    app = create_app(settings(url, Path(folder)))
    with app.app_context():
        yield app, owner
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        drop_database(name)


def settle(owner: str) -> None:
    """The planner knows how much there is."""
    engine = unwalled_engine(owner).execution_options(isolation_level="AUTOCOMMIT")
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def test_what_the_gate_costs(loaded: tuple[Flask, str]) -> None:
    app, owner = loaded
    kind = "sqlite" if owner.startswith("sqlite") else "postgresql"
    bare = unwalled_engine(owner)
    coordinator = principal("coordinator", Purpose.CJ_MONITORING)
    with app.app_context():
        reader = reader_for(db.session(), coordinator, NOW)
        db.session.remove()
    print(f"\n{kind}, {PEOPLE:,} participants with {RECORDS} records: median (best) in ms")
    for name, statement in STATEMENTS.items():
        timer = time.process_time if kind == "sqlite" else time.perf_counter
        without = measured(timer, lambda turn, made=statement: once_bare(bare, made(turn, kind)))
        gated = measured(timer, lambda turn, made=statement: once_gated(reader, made(turn, kind)))
        print(f"  {name:15} bare {without[0]:6.2f} ({without[1]:.2f})   gated {gated[0]:6.2f} ({gated[1]:.2f})")
    bare.dispose()


def once_bare(engine: Engine, statement: Select[Any]) -> None:
    with Session(engine) as session:
        session.execute(statement).all()


def once_gated(reader: Reader, statement: Select[Any]) -> None:
    with db.session.session_factory() as session:
        bind_reader(session, reader)
        assert session.execute(statement).all()


def measured(timer: Callable[[], float], act: Callable[[int], None]) -> tuple[float, float]:
    for turn in range(10):
        act(turn)
    times = []
    for turn in range(ROUNDS):
        start = timer()
        act(turn)
        times.append((timer() - start) * 1000)
    return statistics.median(times), min(times)
