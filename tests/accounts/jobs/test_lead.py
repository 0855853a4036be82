"""A scheduler that was replaced finishes nothing, the next one does what it left; a busy database is waited for."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal import clock, jobs
from portal.accounts.jobs import lead, runs
from portal.accounts.jobs import services as queue
from portal.accounts.jobs.models import Job, JobRun, TaskRecord
from portal.accounts.jobs.vocabulary import JobState
from portal.db import write_intent
from portal.extensions import db
from portal.gate.walls import sqlite
from tests.given.county import NOW

Act = Callable[[Flask, datetime | None], None]


def task(act: Act, name: str = "probe", period: str = "%Y-%m-%d") -> jobs.Scheduled:
    return jobs.Scheduled(name, timedelta(minutes=1), period, act)


def begin(app: Flask) -> int:
    with app.app_context():
        return lead.begin_term(db.session.session_factory)


def ask(key: str) -> None:
    """An effect: a row in the queue."""
    with write_intent(), db.session.session_factory() as session:
        queue.enqueue(session, "probe", key, {})
        session.commit()


def asked(app: Flask, key: str) -> bool:
    with app.app_context(), db.session.session_factory() as session:
        return queue.job_of(session, key) is not None


def run_of(app: Flask, name: str) -> JobRun:
    with app.app_context(), db.session.session_factory() as session:
        return session.scalars(select(JobRun).where(JobRun.name == name)).one()


def test_a_scheduler_that_was_replaced_in_the_middle_of_a_task_commits_nothing(app: Flask) -> None:
    first = begin(app)

    def act(_app: Flask, _since: datetime | None) -> None:
        with write_intent(), db.session.session_factory() as session:
            queue.enqueue(session, "probe", "too late", {})
            if session.get_bind().dialect.name == "sqlite":
                session.rollback()  # one writer at a time: the new term begins between two transactions
            begin_in_another_thread(app)
            queue.enqueue(session, "probe", "too late", {})
            session.commit()

    assert jobs.run_task(app, task(act, "replaced"), first) is False
    assert not asked(app, "too late")
    assert run_of(app, "replaced").finished_at is None


def begin_in_another_thread(app: Flask) -> None:
    thread = threading.Thread(target=begin, args=(app,))
    thread.start()
    thread.join()


def test_nor_can_it_claim_or_finish(app: Flask) -> None:
    first = begin(app)
    second = begin(app)
    assert second == first + 1
    ran: list[str] = []
    assert jobs.run_task(app, task(lambda _app, _since: ran.append("old"), "claims"), first) is False
    assert jobs.run_task(app, task(lambda _app, _since: ran.append("new"), "claims"), second) is True
    assert ran == ["new"]
    with app.app_context():
        assert lead.show_life(db.session.session_factory, second)
        assert not lead.show_life(db.session.session_factory, first)


def test_what_a_dead_scheduler_left_is_done_by_the_next_one_and_not_by_itself(app: Flask) -> None:
    first = begin(app)
    with app.app_context(), lead.in_term(first):
        assert runs.claim(db.session.session_factory, "left", f"{NOW:%Y-%m-%d}") is not None
        assert runs.claim(db.session.session_factory, "left", f"{NOW:%Y-%m-%d}") is None
    done = task(lambda _app, _since: ask("left"), "left")
    assert jobs.run_task(app, done, begin(app)) is True
    assert asked(app, "left") and run_of(app, "left").tries == 2
    assert jobs.run_task(app, done, begin(app)) is False


def test_a_failed_run_waits_longer_each_time_and_then_stays_failed(app: Flask) -> None:
    tried: list[datetime] = []

    def act(_app: Flask, _since: datetime | None) -> None:
        tried.append(clock.now())
        raise ValueError("Xiomara")

    epoch, at = begin(app), NOW
    for _ in range(200):
        with clock.set_to(at):
            jobs.run_task(app, task(act, "fails", "%Y"), epoch)
        at += timedelta(minutes=1)
    gaps = [later - before for before, later in pairwise(tried)]
    assert len(tried) == queue.MOST_TRIES and gaps == sorted(gaps) and gaps[0] < gaps[-1]
    assert run_of(app, "fails").failure == "ValueError"
    with app.app_context(), db.session.session_factory() as session:
        record = session.scalars(select(TaskRecord).where(TaskRecord.name == "fails")).one()
    assert record.failure == "ValueError" and record.last_succeeded_at is None


def test_a_task_goes_on_from_where_it_last_succeeded(app: Flask) -> None:
    since: list[datetime | None] = []
    looks = task(lambda _app, last: since.append(last), "since", "%Y-%m-%dT%H:%M")
    for minutes in (0, 7):
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            jobs.run_task(app, looks, None)
    assert since == [None, NOW]


def test_a_job_that_takes_its_worker_along_each_time_is_given_up(app: Flask) -> None:
    def dies(_payload: Mapping[str, str]) -> None:
        raise AssertionError

    queue.register_handler("dies", dies)
    with app.app_context(), write_intent(), db.session.session_factory() as session:
        queue.enqueue(session, "dies", "dies", {}, NOW - timedelta(days=300))
        for turn in range(queue.MOST_TRIES + 2):
            with clock.set_to(NOW + 2 * turn * queue.LEASE):
                held = queue.lease(session)
            assert (held is not None and held.kind == "dies") == (turn < queue.MOST_TRIES)
        job = session.scalars(select(Job).where(Job.kind == "dies")).one()
        assert (job.state, job.failure) == (JobState.FAILED, queue.WORKER_GONE)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_claim_waits_for_a_busy_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait of SQLite itself is made short here, so that what is seen is that the claim asks again."""
    monkeypatch.setattr(sqlite, "BUSY", 10)
    with app.app_context():
        db.engine.dispose()
        path = Path(str(db.engine.url.database))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with app.app_context(), pytest.raises(OperationalError), write_intent():
        db.session.session_factory().execute(select(JobRun))
    timer = threading.Timer(0.4, other.execute, ("ROLLBACK",))
    timer.start()
    with app.app_context():
        assert runs.claim(db.session.session_factory, "busy", "now") is not None
    timer.join()
    other.close()
    with app.app_context():
        db.engine.dispose()
