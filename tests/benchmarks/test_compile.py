"""What a changed paper or team costs: one participant compiled, and everybody in a court of 200.

The people are made by the same services as in a court: each has a case, a team of ten, a treating clinic and two
consents, which is some fifty grants.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import delete, select

from portal import signals
from portal.consent import compile as compiler
from portal.consent.compile import compile_participant, compiled, world_on_file
from portal.consent.grants.models import AccessGrant
from portal.participants.enrollments.models import Enrollment
from portal.participants.enrollments.services import assign_team
from tests.benchmarks.figures import FIGURES, Figure, quick
from tests.given import county as given
from tests.given.county import START, Acting, County

COURT = 200
MAY_TAKE_ONE = 5.0
MAY_TAKE_COURT = 1.0
"""Milliseconds for one participant, seconds for a court."""


def kind_of(app: Flask) -> str:
    return str(app.config["DATABASE_URL"]).split(":")[0].split("+")[0]


def test_compiling_alone(app: Flask, county: County, benchmark: BenchmarkFixture) -> None:
    """From a participant's papers in memory to rows, without any database."""
    with Acting(app, county, "coordinator") as (session, _):
        world = world_on_file(session, county.people["xio"])
    assert len(compiled(world)[0]) > 40
    benchmark.pedantic(compiled, args=(world,), rounds=200, warmup_rounds=5)
    took = quick(benchmark.stats.stats.data)
    FIGURES.append(Figure("compiling one participant in memory", kind_of(app), f"{took:.2f} ms", "5 ms"))
    assert took <= MAY_TAKE_ONE, f"{took:.2f} ms"


def test_compiling_one_participant(app: Flask, county: County, benchmark: BenchmarkFixture) -> None:
    """Within the transaction of a change: every paper read, every grant compared, the one that is missing written."""
    person = county.people["xio"]
    with Acting(app, county, "coordinator") as (session, _):
        wanted = select(AccessGrant.id).where(AccessGrant.participant_id == person)

        def one_grant_less() -> None:
            session.expunge_all()
            session.execute(delete(AccessGrant).where(AccessGrant.id == session.scalars(wanted.limit(1)).one()))

        before = len(session.scalars(wanted).all())
        benchmark.pedantic(
            compile_participant, args=(session, person), setup=one_grant_less, rounds=100, warmup_rounds=10
        )
        assert len(session.scalars(wanted).all()) == before > 40
    took = quick(benchmark.stats.stats.data)
    FIGURES.append(Figure("compiling one participant", kind_of(app), f"{took:.1f} ms", "5 ms"))
    assert took <= MAY_TAKE_ONE, f"{took:.1f} ms"


@pytest.fixture(scope="module")
def court(app: Flask, county: County) -> list[str]:
    """People as Xio, so many that the court has 200 with her and Marcus; their words in the county."""
    words = [f"person {number}" for number in range(COURT - 2)]
    for word in words:
        given.admit_to_court(app, county, word, f"Person {word}", word, "")
        given.treat(app, county, word, "counselor", START + timedelta(days=2))
        given.give_consent(
            app, county, word, word, given.ConsentKind.CRIMINAL_JUSTICE, "court", "prosecution", "probation"
        )
        given.give_consent(app, county, word, f"{word} others", given.ConsentKind.GENERAL, "bridgeway", "defense")
    return ["xio", "marcus", *words]


def test_a_new_officer_for_a_whole_court(
    app: Flask, county: County, court: list[str], benchmark: BenchmarkFixture
) -> None:
    """One person joins the teams of 200, in one transaction; the seconds that compiling them takes of it."""
    spent: list[float] = []

    def stopwatch(session: Any, participant_id: Any) -> None:
        start = time.perf_counter()
        compile_participant(session, participant_id)
        spent[-1] += time.perf_counter() - start

    def join(who: str) -> None:
        spent.append(0.0)
        with Acting(app, county, "coordinator") as (session, actor):
            for one in session.scalars(
                select(Enrollment).where(Enrollment.id.in_([county.enrollments[word] for word in court]))
            ).all():
                assert len(assign_team(session, actor, one, [given.assignment(county, who)])) == 1

    newcomers = iter(("deputy", "supervisor", "privacy", "office", "programadmin"))
    signals.sharing_changed.disconnect(compiler.on_sharing_changed)
    signals.sharing_changed.connect(stopwatch)
    try:
        benchmark.pedantic(join, setup=lambda: ((next(newcomers),), {}), rounds=5)
    finally:
        signals.sharing_changed.disconnect(stopwatch)
        signals.sharing_changed.connect(compiler.on_sharing_changed)
    with Acting(app, county, "coordinator") as (session, _):
        assert not any(compiler.difference(session, county.people[word]) for word in court[::20])
    took, whole = min(spent), benchmark.stats.stats.min
    FIGURES.append(
        Figure(
            f"a team change of a court of {COURT}",
            kind_of(app),
            f"{took:.2f} s to compile everybody, {whole:.2f} s in all",
            "1 s to compile",
        )
    )
    assert took <= MAY_TAKE_COURT, f"{took:.2f} s to compile {COURT} people"
