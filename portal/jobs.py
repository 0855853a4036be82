"""The scheduler: when -> which service. One process does it; a second one stands by and takes over.

`portal scheduler` calls `serve`. The table of tasks is code and lives in memory; what must not happen twice claims a
`job_run` row for its period, and slow work waits as rows of the `job` table. All that a scheduler commits is fenced by
the number of its term (`accounts/jobs/lead.py`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.accounts import purging
from portal.accounts.audit.sealing import seal_all
from portal.accounts.jobs import lead, runs
from portal.accounts.jobs import services as queue
from portal.accounts.jobs.locks import Lock, lock_for
from portal.accounts.notices import deciding, gathering, sending
from portal.accounts.notices.smtp import MailServer
from portal.accounts.notices.wording import write_mail
from portal.accounts.staff import idle
from portal.casework.outside.telling import look_after_links
from portal.consent import notices as consent_notices
from portal.consent.guided.clearing import clear_drafts
from portal.consent.readers import reader_for
from portal.court import notices
from portal.court.packets import preparing
from portal.db import unit_of_work
from portal.extensions import db
from portal.web import files

log = logging.getLogger(__name__)

STAND_BY = 5.0
SIGN_OF_LIFE = 10.0
"""Seconds between two signs of life of the scheduler that works."""
NOTED = timedelta(seconds=30)
"""How often it is written down that a task which looks all the time has looked."""


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


def clear_away(app: Flask, _since: datetime | None) -> None:
    folder, now = Path(app.config["DATA_FOLDER"]), clock.now()
    purging.purge(db.session.session_factory, now)
    purging.drop_half_written(folder / "packets", now)
    preparing.drop_old(folder, now)
    clear_drafts(db.session.session_factory, now)
    with db.session.session_factory() as session:
        files.drop_orphans(session, folder / files.FOLDER, now)


def seal_trail(app: Flask, _since: datetime | None) -> None:
    heads = app.config["AUDIT_HEADS_FILE"]
    seal_all(db.session.session_factory, Path(app.config["DATA_FOLDER"]), Path(heads) if heads else None)


def decide_notices(app: Flask, _since: datetime | None) -> None:
    deciding.decide_waiting(db.session.session_factory, reader_for)


def tell_owed_sections(app: Flask, _since: datetime | None) -> None:
    notices.tell_owed(db.session.session_factory, clock.now())


def tell_what_ends(app: Flask, _since: datetime | None) -> None:
    notices.tell_endings(db.session.session_factory, clock.now())


def tell_revocations(app: Flask, _since: datetime | None) -> None:
    consent_notices.tell_revocations(db.session.session_factory, clock.now())


def look_after_outside(app: Flask, _since: datetime | None) -> None:
    look_after_links(db.session.session_factory, clock.now())


def send_mail(app: Flask, _since: datetime | None) -> None:
    server = MailServer.of(app.config)
    if server.host:
        gathering.gather(db.session.session_factory)
        sending.send_waiting(db.session.session_factory, reader_for, server, write_mail)


def disable_idle_accounts(_app: Flask, _last: datetime | None) -> None:
    with unit_of_work() as session:
        idle.close_idle(session, clock.now())


TASKS = (
    Scheduled("queue", timedelta(seconds=3), "", do_jobs),
    Scheduled("notices", timedelta(seconds=3), "", decide_notices),
    Scheduled("mail", timedelta(seconds=5), "", send_mail),
    Scheduled("sections_owed", timedelta(minutes=5), "%Y-%m-%dT%H", tell_owed_sections),
    Scheduled("papers_end", timedelta(minutes=5), "%Y-%m-%dT%H", tell_what_ends),
    Scheduled("revocations", timedelta(minutes=1), "%Y-%m-%dT%H:%M", tell_revocations),
    Scheduled("packets_ahead", timedelta(minutes=1), "%Y-%m-%dT%H:%M", prepare_packets),
    Scheduled("audit_seal", timedelta(minutes=1), "%Y-%m-%dT%H:%M", seal_trail),
    Scheduled("outside_links", timedelta(minutes=5), "%Y-%m-%dT%H", look_after_outside),
    Scheduled("purge", timedelta(minutes=30), "%Y-%m-%d", clear_away),
    Scheduled(idle.TASK, timedelta(hours=1), "%Y-%m-%d", disable_idle_accounts),
)


def run_task(app: Flask, task: Scheduled, epoch: int | None = None) -> bool:
    """Run a task if its period is free; False when another run has it, when it failed, or when the term is over.

    `epoch` is the term in which this scheduler works; without one, nothing fences what is committed.
    """
    with app.app_context(), lead.in_term(epoch):
        try:
            return run_here(app, task)
        except lead.LeadLost:
            log.warning("the task %s was left to a later scheduler", task.name)
            return False


def run_here(app: Flask, task: Scheduled) -> bool:
    open_session, started, run_id = db.session.session_factory, clock.now(), None
    if task.period:
        run_id = runs.claim(open_session, task.name, f"{started:{task.period}}")
        if run_id is None:
            return False
    failure = ""
    try:
        task.act(app, runs.last_success(open_session, task.name))
    except Exception as error:
        log.exception("the task %s failed", task.name)
        failure = type(error).__name__
    if run_id is not None:
        runs.settle(open_session, run_id, failure)
    if run_id is not None or worth_noting(task.name, started, failure):
        runs.note_run(open_session, task.name, started, failure, started + task.every)
    return not failure


_noted: dict[str, tuple[datetime, str]] = {}


def worth_noting(name: str, at: datetime, failure: str) -> bool:
    """Whether a task that looks every few seconds went another way than before, or was not noted for a while."""
    last = _noted.get(name)
    if last is not None and last[1] == failure and abs(at - last[0]) < NOTED:
        return False
    _noted[name] = at, failure
    return True


def lock_of(app: Flask) -> Lock:
    with app.app_context():
        return lock_for(db.engine, Path(app.config["DATA_FOLDER"]))


def scheduler_of(app: Flask, epoch: int | None = None) -> BackgroundScheduler:
    """APScheduler with our table: memory store, late runs are run once, and none is dropped for being late."""
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        timezone="UTC",
    )
    for task in TASKS:
        trigger = IntervalTrigger(seconds=int(task.every.total_seconds()))
        scheduler.add_job(run_task, trigger, args=(app, task, epoch), id=task.name, next_run_time=clock.now())
    return scheduler


def serve(app: Flask, stop: Callable[[], bool] = lambda: False) -> None:
    """Stand by until the lock is free, work until it is lost, stand by again; until told to stop."""
    lock = lock_of(app)
    try:
        while not stop():
            if lock.taken():
                work(app, lock, stop)
                lock.release()
            rest(STAND_BY, stop)
    finally:
        lock.release()


def rest(seconds: float, stop: Callable[[], bool]) -> None:
    """Wait, and notice within half a second that it is time to stop."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stop():
        time.sleep(0.5)


def work(app: Flask, lock: Lock, stop: Callable[[], bool]) -> None:
    """One term: from taking the lead until it is lost, or until told to stop."""
    with app.app_context():
        try:
            epoch = lead.begin_term(db.session.session_factory)
        except OperationalError:
            log.exception("the scheduler could not begin its term")
            return
    log.info("this scheduler is the one that works, term %s", epoch)
    scheduler = scheduler_of(app, epoch)
    scheduler.start()
    shown = time.monotonic()
    try:
        while not stop() and lock.taken():
            rest(1, stop)
            if time.monotonic() - shown >= SIGN_OF_LIFE:
                if not alive(app, epoch):
                    break
                shown = time.monotonic()
    finally:
        scheduler.shutdown(wait=True)


def alive(app: Flask, epoch: int) -> bool:
    """Show a sign of life; False when a later term has begun, or nothing can be written."""
    with app.app_context():
        try:
            return lead.show_life(db.session.session_factory, epoch)
        except OperationalError:
            log.exception("the scheduler could not show that it lives")
            return False
