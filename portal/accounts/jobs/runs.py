"""The scheduler's runs: each period of a task is claimed once; again only if it failed or its scheduler went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.jobs.lead import term
from portal.accounts.jobs.models import JobRun, TaskRecord
from portal.accounts.jobs.services import MOST_TRIES
from portal.db import patiently, write_intent
from portal.ids import new_id

OpenSession = Callable[[], Session]
FIRST_RETRY = timedelta(minutes=1)


def claim(open_session: OpenSession, name: str, period: str) -> UUID | None:
    """The id of the run that is now this scheduler's; None when the period is another's, or done."""

    def once() -> UUID | None:
        with write_intent(), open_session() as session:
            run = claimed(session, name, period)
            session.commit()
            return run

    return patiently(once)


def claimed(session: Session, name: str, period: str) -> UUID | None:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    now = clock.now()
    row = {
        "id": new_id(),
        "name": name,
        "period": period,
        "epoch": term(),
        "tries": 1,
        "failure": "",
        "started_at": now,
    }
    added = dialect.insert(JobRun).values(**row).on_conflict_do_nothing(index_elements=["name", "period"])
    new: UUID | None = session.scalar(added.returning(JobRun.id))
    if new is not None:
        return new
    wanted = select(JobRun).where(JobRun.name == name, JobRun.period == period)
    run = session.scalars(wanted.with_for_update()).one()
    if not may_be_tried_again(run, now):
        return None
    run.epoch, run.started_at, run.failure, run.retry_at = term(), now, "", None
    run.tries += 1
    session.flush()
    return run.id


def may_be_tried_again(run: JobRun, now: datetime) -> bool:
    """A run that failed and has waited long enough, or one that a scheduler of an earlier term left behind."""
    if run.finished_at is not None or run.tries >= MOST_TRIES:
        return False
    if run.failure:
        return run.retry_at is not None and run.retry_at <= now
    return run.epoch < term()


def settle(open_session: OpenSession, run_id: UUID, failure: str) -> None:
    """The run is done; or failed, by the name of the error only, and waits twice as long each time."""

    def once() -> None:
        with write_intent(), open_session() as session:
            run = session.get_one(JobRun, run_id)
            if failure:
                run.failure = failure[:400]
                run.retry_at = clock.now() + FIRST_RETRY * 2 ** (run.tries - 1)
            else:
                run.finished_at = clock.now()
            session.commit()

    patiently(once)


def last_success(open_session: OpenSession, name: str) -> datetime | None:
    """When the task was last done whole."""
    with open_session() as session:
        return session.scalar(select(TaskRecord.last_succeeded_at).where(TaskRecord.name == name))


def note_run(open_session: OpenSession, name: str, started_at: datetime, failure: str, next_at: datetime) -> None:
    """Keep how a task went, for the page of operations."""

    def once() -> None:
        with write_intent(), open_session() as session:
            record = session.scalar(select(TaskRecord).where(TaskRecord.name == name).with_for_update())
            if record is None:
                record = TaskRecord(name=name)
                session.add(record)
            record.last_started_at, record.last_ended_at = started_at, clock.now()
            record.failure, record.next_at = failure[:400], next_at
            if not failure:
                record.last_succeeded_at = started_at
            session.commit()

    patiently(once)
