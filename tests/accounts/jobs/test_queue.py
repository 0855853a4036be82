"""The queue: asked twice done once, a lost lease counts nothing, failures wait and then stay; one scheduler works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.accounts.jobs import services as queue
from portal.accounts.jobs.models import Job, JobRun
from portal.accounts.jobs.vocabulary import JobState
from portal.db import write_intent
from portal.extensions import db
from tests.given.county import NOW


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context(), clock.set_to(NOW), write_intent(), db.session.session_factory() as opened:
        yield opened
        opened.rollback()
        for job in opened.scalars(select(Job)):
            job.state = JobState.FINISHED
        opened.commit()


def test_asking_twice_is_asking_once(session: Session) -> None:
    first = queue.enqueue(session, "probe", "probe:1", {"id": "1"})
    assert queue.enqueue(session, "probe", "probe:1", {"id": "1"}).id == first.id


def test_a_worker_that_lost_its_lease_counts_nothing(session: Session) -> None:
    queue.enqueue(session, "probe", "probe:lease", {})
    mine = queue.lease(session)
    assert mine is not None and queue.lease(session) is None
    with clock.set_to(NOW + queue.LEASE + timedelta(seconds=1)):
        theirs = queue.lease(session)
        assert theirs is not None and theirs.job_id == mine.job_id and theirs.fencing > mine.fencing
        with pytest.raises(queue.LeaseLost):
            queue.finish(session, mine)
        queue.finish(session, theirs)
    assert queue.job_of(session, "probe:lease").state == JobState.FINISHED


def test_what_fails_waits_longer_each_time_and_says_no_more_than_the_kind(app: Flask, session: Session) -> None:
    def fails(_payload: Mapping[str, str]) -> None:
        raise ValueError("Xiomara")

    queue.register_handler("fails", fails)
    queue.enqueue(session, "fails", "fails:1", {})
    session.commit()
    at, seen = NOW, []
    for _ in range(queue.MOST_TRIES):
        with clock.set_to(at):
            assert queue.run_one(db.session.session_factory)
        session.expire_all()
        job = queue.job_of(session, "fails:1")
        assert job is not None and job.failure == "ValueError"
        seen.append(job.due_at - at)
        at = max(job.due_at, at) + timedelta(seconds=1)
        session.commit()
    assert job.state == JobState.FAILED and seen[0] < seen[1] < seen[2]
    queue.retry(session, job)
    assert job.state == JobState.WAITING and job.tries == 0


def test_a_period_is_claimed_once(app: Flask) -> None:
    ran: list[str] = []
    task = jobs.Scheduled("probe", timedelta(minutes=1), "%Y-%m-%d", lambda _app, _since: ran.append("once"))
    with clock.set_to(NOW):
        assert jobs.run_task(app, task) is True
        assert jobs.run_task(app, task) is False
    with clock.set_to(NOW + timedelta(days=1)):
        assert jobs.run_task(app, task) is True
    assert len(ran) == 2
    with app.app_context(), db.session.session_factory() as session:
        runs = session.scalars(select(JobRun).where(JobRun.name == "probe")).all()
    assert all(run.finished_at is not None for run in runs) and len(runs) == 2


def test_a_second_scheduler_stands_by(app: Flask, tmp_path: Path) -> None:
    first, second = jobs.lock_of(app), jobs.lock_of(app)
    assert first.taken() and first.taken() and not second.taken()
    first.release()
    assert second.taken()
    second.release()


def test_the_scheduler_runs_late_tasks_once_and_drops_none(app: Flask) -> None:
    scheduler = jobs.scheduler_of(app)
    scheduler.start(paused=True)
    try:
        found = scheduler.get_jobs()
        assert {one.id for one in found} == {task.name for task in jobs.TASKS}
        assert all(one.coalesce and one.misfire_grace_time is None for one in found)
    finally:
        scheduler.shutdown(wait=False)
