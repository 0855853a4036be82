"""The scheduler: when -> which service. One process does it; a second one stands by and takes over.

`portal scheduler` calls `serve`. The table of tasks is code and lives in memory; what must not happen twice claims a
`job_run` row for its period, and slow work waits as rows of the `job` table.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.audit.sealing import seal_all
from portal.accounts.jobs import services as queue
from portal.accounts.jobs.models import JobRun
from portal.court.packets import preparing
from portal.db import write_intent
from portal.extensions import db

log = logging.getLogger(__name__)

ADVISORY_LOCK = 0x706F7274
STAND_BY = 5.0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A task: how often it looks, and for which period it does its work once ("" for every time)."""

    name: str
    every: timedelta
    period: str
    act: Callable[[Flask, datetime | None], None]


def do_jobs(app: Flask, _since: datetime | None) -> None:
    queue.run_queue(db.session.session_factory)


def prepare_packets(app: Flask, _since: datetime | None) -> None:
    preparing.ask_ahead(db.session.session_factory, clock.now())


def drop_old_packets(app: Flask, _since: datetime | None) -> None:
    preparing.drop_old(Path(app.config["DATA_FOLDER"]), clock.now())


def seal_trail(app: Flask, _since: datetime | None) -> None:
    heads = app.config["AUDIT_HEADS_FILE"]
    seal_all(db.session.session_factory, Path(app.config["DATA_FOLDER"]), Path(heads) if heads else None)


TASKS = (
    Scheduled("queue", timedelta(seconds=3), "", do_jobs),
    Scheduled("packets_ahead", timedelta(minutes=1), "%Y-%m-%dT%H:%M", prepare_packets),
    Scheduled("audit_seal", timedelta(minutes=1), "%Y-%m-%dT%H:%M", seal_trail),
    Scheduled("purge", timedelta(minutes=30), "%Y-%m-%d", drop_old_packets),
)


def run_task(app: Flask, task: Scheduled) -> bool:
    """Run a task if its period has not been claimed; False when another run has it. A failed run frees nothing."""
    with app.app_context():
        run_id = None
        if task.period:
            claimed = claim(task.name, f"{clock.now():{task.period}}")
            if claimed is None:
                return False
            run_id = claimed
        try:
            task.act(app, last_success(task.name))
        except Exception:
            log.exception("the task %s failed", task.name)
            return False
        if run_id is not None:
            with write_intent(), db.session.session_factory() as session:
                session.get_one(JobRun, run_id).finished_at = clock.now()
                session.commit()
        return True


def claim(name: str, period: str) -> Any:
    """The id of the run, None when this period has been claimed already."""
    with write_intent(), db.session.session_factory() as session:
        run = JobRun(name=name, period=period)
        session.add(run)
        try:
            session.commit()
        except IntegrityError:
            session.rollback()
            return None
        return run.id


def last_success(name: str) -> datetime | None:
    with db.session.session_factory() as session:
        wanted = select(JobRun.finished_at).where(JobRun.name == name, JobRun.finished_at.is_not(None))
        return session.scalar(wanted.order_by(JobRun.finished_at.desc()).limit(1))


class Lock(Protocol):
    """What makes one scheduler the only one."""

    def taken(self) -> bool:
        """Try to take it, or make sure that it is still held."""

    def release(self) -> None: ...


class FileLock:
    """For SQLite: a lock on a file beside the records; the system lets go of it when the process ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")
        self._held = False

    def taken(self) -> bool:
        if not self._held:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._held = True
        return True

    def release(self) -> None:
        self._file.close()


class AdvisoryLock:
    """For PostgreSQL: an advisory lock of a connection of its own; it goes with the connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None

    def taken(self) -> bool:
        if self._connection is None:
            pooled = self._engine.raw_connection()
            driver: Any = pooled.driver_connection
            pooled.detach()
            driver.rollback()
            driver.autocommit = True
            if not driver.execute("SELECT pg_try_advisory_lock(%s)", (ADVISORY_LOCK,)).fetchone()[0]:
                driver.close()
                return False
            self._connection = driver
        self._connection.execute("SELECT 1")
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()


def lock_of(app: Flask) -> Lock:
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        return FileLock(Path(app.config["DATA_FOLDER"]) / "scheduler.lock")
    return AdvisoryLock(engine)


def scheduler_of(app: Flask) -> BackgroundScheduler:
    """APScheduler with our table: memory store, late runs are run once, and none is dropped for being late."""
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        timezone="UTC",
    )
    for task in TASKS:
        trigger = IntervalTrigger(seconds=int(task.every.total_seconds()))
        scheduler.add_job(run_task, trigger, args=(app, task), id=task.name, next_run_time=clock.now())
    return scheduler


def serve(app: Flask, stop: Callable[[], bool] = lambda: False) -> None:
    """Stand by until the lock is free, then work until told to stop or until the lock is lost."""
    lock = lock_of(app)
    while not lock.taken():
        if stop():
            return
        time.sleep(STAND_BY)
    log.info("this scheduler is the one that works")
    scheduler = scheduler_of(app)
    scheduler.start()
    try:
        while not stop() and lock.taken():
            time.sleep(1)
    finally:
        scheduler.shutdown(wait=True)
        lock.release()
