"""The queue: ask once, lease, do, finish. A worker that lost its lease can't finish over the one that took it.

Rooms register what they do for a kind of job. A handler gets ids only, opens its own sessions with their own readers,
and must be safe to run twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.vocabulary import JobState
from portal.db import patiently, rows_changed, write_intent
from portal.ids import new_id

LEASE = timedelta(minutes=5)
MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=20)
WORKER_GONE = "WorkerGone"
"""What is noted of a job whose worker never came back to say how it went."""

Handler = Callable[[Mapping[str, str]], UUID | None]
OpenSession = Callable[[], Session]
_handlers: dict[str, Handler] = {}
_labels: dict[str, Any] = {}


class LeaseLost(RuntimeError):
    """Another worker has taken the job over; what this one did is not counted."""


class NoHandler(LookupError):
    """No room does this kind of job."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that this worker may do until `until`; `fencing` is higher than that of every lease before."""

    job_id: UUID
    kind: str
    payload: Mapping[str, str]
    fencing: int
    until: datetime


def register_handler(kind: str, handler: Handler, label: Any = "") -> None:
    """Say who does a kind of job, and what the page of operations calls it; called from a room's `wire()`."""
    _handlers[kind] = handler
    _labels[kind] = label or kind


def label_of(kind: str) -> str:
    """What people call a kind of job."""
    return str(_labels.get(kind, kind))


def enqueue(
    session: Session, kind: str, unique_key: str, payload: Mapping[str, str], due_at: datetime | None = None
) -> Job:
    """Ask for a job; with the same key it is the job that is there already, whatever its state."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {
        "id": new_id(),
        "kind": kind,
        "unique_key": unique_key,
        "payload": dict(payload),
        "state": JobState.WAITING,
        "due_at": due_at or clock.now(),
        "fencing": 0,
        "tries": 0,
        "failure": "",
    }
    session.execute(dialect.insert(Job).values(**row).on_conflict_do_nothing(index_elements=["unique_key"]))
    return session.scalars(
        select(Job).where(Job.unique_key == unique_key).execution_options(populate_existing=True)
    ).one()


def job_of(session: Session, unique_key: str) -> Job | None:
    """The job with this key, None when nobody asked for it yet."""
    return session.scalar(select(Job).where(Job.unique_key == unique_key))


def retry(session: Session, job: Job) -> None:
    """Let a finished or failed job be done once more, as if new."""
    if job.state in (JobState.FINISHED, JobState.FAILED):
        job.state, job.tries, job.due_at, job.failure = JobState.WAITING, 0, clock.now(), ""
        session.flush()


def lease(session: Session, length: timedelta = LEASE) -> Lease | None:
    """Take the job that is due longest, or one whose worker let its lease run out; None when there is none.

    A job that took its worker along at each of its tries stays failed, so that it can't do so forever.
    """
    now = clock.now()
    session.execute(
        update(Job)
        .where(Job.state == JobState.LEASED, Job.leased_until <= now, Job.tries >= MOST_TRIES)
        .values(state=JobState.FAILED, leased_until=None, failure=WORKER_GONE, finished_at=now)
    )
    free = or_(Job.state == JobState.WAITING, (Job.state == JobState.LEASED) & (Job.leased_until <= now))
    wanted = select(Job).where(free, Job.due_at <= now).order_by(Job.due_at, Job.id).limit(1)
    job = session.scalar(wanted.with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.leased_until = JobState.LEASED, now + length
    job.fencing += 1
    job.tries += 1
    session.flush()
    return Lease(job.id, job.kind, dict(job.payload), job.fencing, now + length)


def finish(session: Session, held: Lease, result_id: UUID | None = None) -> None:
    """The job is done. LeaseLost when it was taken over meanwhile."""
    _close(session, held, state=JobState.FINISHED, result_id=result_id, finished_at=clock.now(), failure="")


def fail(session: Session, held: Lease, failure: str) -> None:
    """The job was not done: it waits, longer each time, and stays failed after the last try.

    `failure` names the kind of error only; messages of errors may hold what a table of jobs may not.
    """
    tries = session.scalars(select(Job.tries).where(Job.id == held.job_id)).one()
    if tries >= MOST_TRIES:
        _close(session, held, state=JobState.FAILED, failure=failure[:400], finished_at=clock.now())
        return
    wait = FIRST_WAIT * 2 ** (tries - 1)
    _close(session, held, state=JobState.WAITING, failure=failure[:400], due_at=clock.now() + wait)


def _close(session: Session, held: Lease, **values: object) -> None:
    mine = (Job.id == held.job_id) & (Job.fencing == held.fencing) & (Job.state == JobState.LEASED)
    if rows_changed(session, update(Job).where(mine).values(leased_until=None, **values)) != 1:
        raise LeaseLost(held.kind)


def run_one(open_session: OpenSession) -> bool:
    """Lease one job, do it, write down how it went; False when none was due.

    The lease and the outcome are transactions of their own, so that slow work holds no lock.
    """
    held = patiently(leased, open_session)
    if held is None:
        return False
    result: UUID | None = None
    failure = ""
    try:
        result = handler_of(held.kind)(held.payload)
    except Exception as error:  # noqa: BLE001  whatever a handler raises, the queue goes on
        failure = type(error).__name__
    patiently(closed, open_session, held, result, failure)
    return True


def leased(open_session: OpenSession) -> Lease | None:
    with write_intent(), open_session() as session:
        held = lease(session)
        session.commit()
    return held


def closed(open_session: OpenSession, held: Lease, result: UUID | None, failure: str) -> None:
    """Write down how a job went; nothing when it was taken over meanwhile."""
    with write_intent(), open_session() as session:
        try:
            if failure:
                fail(session, held, failure)
            else:
                finish(session, held, result)
            session.commit()
        except LeaseLost:
            session.rollback()


def handler_of(kind: str) -> Handler:
    if kind not in _handlers:
        raise NoHandler(kind)
    return _handlers[kind]


def run_queue(open_session: OpenSession, most: int = 50) -> int:
    """Do what is due, at most so many jobs; the number that was done or tried."""
    done = 0
    while done < most and run_one(open_session):
        done += 1
    return done
