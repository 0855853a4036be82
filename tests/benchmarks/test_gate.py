"""What the gate costs: a participant's page of 50, a docket of 60 with the latest record of each, a count of 6,000.

    make bench
    PORTAL_BENCH_PEOPLE=1000 make bench

`PORTAL_BENCH_PEOPLE` says how many participants (1,000, 10,000 and 100,000), with 100 records each. A figure is in
milliseconds, the median of the quickest quarter of the rounds, from a fresh session to loaded entities: of processor
time where the database works in this process, else by the clock on the wall. "Bare" is the same statement as the owner
of the tables, without criteria, wall or policy; it runs before each gated one, so that whatever else the machine does
happens to both.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import Engine, Select, func, select, true
from sqlalchemy.orm import Session, aliased

from portal import create_app
from portal.consent.readers import reader_for
from portal.database import ensure_application_role, unwalled_engine, upgrade
from portal.extensions import db
from portal.gate.looking import tally
from portal.gate.reader import Reader, bind_reader
from portal.gate.vocabulary import Category, Purpose
from portal.participants.enrollments.models import Whereabouts
from portal.participants.people.models import Participant
from tests.benchmarks.figures import cost, ratio
from tests.benchmarks.loading import load, person_id
from tests.consent.worlds.site import principal
from tests.stages import ROLE, create_database, drop_database, server, settings

SIZES = [int(one) for one in os.environ.get("PORTAL_BENCH_PEOPLE", "1000,10000,100000").split(",")]
RECORDS = 100
ON_DOCKET = 60
RATIO = 1.3
NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)
STRIDE = 7919
"""A prime: the page of each round is of somebody else, from anywhere in the table."""


@dataclass(frozen=True, slots=True)
class County:
    """A loaded database: how many participants, the owner's engine, and who reads."""

    people: int
    kind: str
    bare: Engine
    reader: Reader

    def page(self, turn: int) -> Select[Any]:
        """The newest 50 records of one participant."""
        who = person_id(turn * STRIDE % self.people)
        wanted = select(Whereabouts).where(Whereabouts.participant_id == who)
        return wanted.order_by(Whereabouts.service_on.desc()).limit(50)

    def docket(self, _turn: int) -> Select[Any]:
        """The latest record of each of 60: LATERAL on PostgreSQL, a scalar subquery on SQLite."""
        person, latest = aliased(Participant), aliased(Whereabouts)
        newest = select(latest).where(latest.participant_id == person.id).order_by(latest.service_on.desc()).limit(1)
        on_docket = person.id.in_(self.on_docket())
        if self.kind == "sqlite":
            found = newest.with_only_columns(latest.id).scalar_subquery()
            return select(Whereabouts).join(person, Whereabouts.id == found).where(on_docket)
        one = newest.lateral()
        return select(aliased(Whereabouts, one)).select_from(person).join(one, true()).where(on_docket)

    def count(self, _turn: int) -> Select[Any]:
        """6,000 records of 60 participants, before the gate."""
        counted = select(func.count()).select_from(Whereabouts)
        return tally(counted.where(Whereabouts.participant_id.in_(self.on_docket())), (), Category.every())

    def on_docket(self) -> list[Any]:
        return [person_id(number * (self.people // ON_DOCKET)) for number in range(ON_DOCKET)]


Making = Callable[[County, int], Select[Any]]
STATEMENTS: dict[str, tuple[Making, int, float | None, float | None]] = {
    "page of 50": (County.page, 400, 1.0, None),
    "docket of 60": (County.docket, 300, 2.0, None),
    "count of 6,000": (County.count, 60, None, 100.0),
}
"""How a statement is made; rounds; and what is wanted in milliseconds: added by the gate at most, in all at most."""


@pytest.fixture(scope="module", params=[(people, kind) for people in SIZES for kind in ("sqlite", "postgresql")])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The application on a database with many people; removed when it was measured."""
    people, kind = request.param
    folder, name = tmp_path_factory.mktemp("bench"), f"portal_bench_{uuid4().hex[:8]}"
    if kind == "sqlite":
        owner = url = f"sqlite:///{folder / 'bench.sqlite3'}"
    else:
        create_database(name)
        owner = server().set(database=name).render_as_string(hide_password=False)
        url = server().set(database=name, username=ROLE, password=None).render_as_string(hide_password=False)
        ensure_application_role(owner, ROLE)
    bare = unwalled_engine(owner)
    try:
        upgrade(owner, ROLE)
        load(owner, people, RECORDS)
        with create_app(settings(url, Path(folder))).app_context():
            reader = reader_for(db.session(), principal("coordinator", Purpose.CJ_MONITORING), NOW)
            db.session.remove()
            yield County(people, kind, bare, reader)
            db.session.remove()
            db.engine.dispose()
    finally:
        bare.dispose()
        for left in folder.glob("bench.sqlite3*"):
            left.unlink()
        if kind == "postgresql":
            drop_database(name)


@pytest.mark.parametrize("name", STATEMENTS)
def test_what_the_gate_costs(county: County, name: str, benchmark: BenchmarkFixture) -> None:
    statement, rounds, may_add, may_take = STATEMENTS[name]
    timer = time.process_time if county.kind == "sqlite" else time.perf_counter
    found = cost(county.people, county.kind, name, pairs(county, partial(statement, county), rounds, timer, benchmark))
    told = f"{name} of {county.people:,} on {county.kind}: {found.gated:.2f} ms, {found.added:.2f} added"
    assert may_add is None or found.added <= may_add, told
    assert may_take is None or found.gated <= may_take, told
    assert ratio(found) <= RATIO, f"{told}, {ratio(found):.2f} times the smallest size"


def pairs(
    county: County,
    made: Callable[[int], Select[Any]],
    rounds: int,
    timer: Callable[[], float],
    benchmark: BenchmarkFixture,
) -> list[tuple[float, float]]:
    """Rounds of one statement, bare and gated in turns: seconds of each. The gated ones are the benchmark's."""
    for turn in range(20):
        once_bare(county.bare, made(turn))
        once_gated(county.reader, made(turn))
    bare: list[float] = []
    gated: list[float] = []

    def before(turns: Iterator[int] = iter(range(rounds))) -> tuple[tuple[Select[Any]], dict[str, Any]]:
        turn = next(turns)
        bare.append(seconds(timer, partial(once_bare, county.bare, made(turn))))
        return (made(turn),), {}

    def timed(statement: Select[Any]) -> None:
        gated.append(seconds(timer, partial(once_gated, county.reader, statement)))

    benchmark.pedantic(timed, setup=before, rounds=rounds)
    return list(zip(bare, gated, strict=True))


def seconds(timer: Callable[[], float], act: Callable[[], None]) -> float:
    start = timer()
    act()
    return timer() - start


def once_bare(engine: Engine, statement: Select[Any]) -> None:
    with Session(engine) as session:
        session.execute(statement).all()
        session.commit()


def once_gated(reader: Reader, statement: Select[Any]) -> None:
    with db.session.session_factory() as session:
        bind_reader(session, reader)
        assert session.execute(statement).all()
