"""How the work behind the pages stands. Kinds, counts and moments only: nothing here tells about a participant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.jobs.models import Job, SchedulerLead, TaskRecord
from portal.accounts.jobs.services import label_of
from portal.accounts.jobs.vocabulary import JobState
from portal.accounts.operations.vocabulary import GONE_AFTER, TASK_LABELS, Health
from portal.accounts.staff import idle

MOST = 50


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One scheduled task: how it went last, by the name of an error if it failed, and when it looks again.

    `held`: why it does not do its whole work now.
    """

    label: str
    health: Health
    failure: str
    last_at: datetime | None
    next_at: datetime | None
    held: str = ""


@dataclass(frozen=True, slots=True)
class Depth:
    """How many jobs of a kind wait, how many are being done, and since when the first one waits."""

    label: str
    waiting: int
    working: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that failed at its last try."""

    id: UUID
    label: str
    failure: str
    tries: int
    failed_at: datetime | None


def lead(session: Session) -> SchedulerLead | None:
    """The scheduler that works, or worked last."""
    return session.scalar(select(SchedulerLead))


def is_there(found: SchedulerLead | None, at: datetime) -> bool:
    return found is not None and at - found.seen_at < GONE_AFTER


def tasks(session: Session, at: datetime) -> list[TaskLine]:
    """Every task of this version, and how it stands."""
    known = {one.name: one for one in session.scalars(select(TaskRecord))}
    lines = {name: task_line(str(label), known.get(name)) for name, label in TASK_LABELS.items()}
    lines[idle.TASK] = replace(lines[idle.TASK], held=idle_held(session, at))
    return list(lines.values())


def idle_held(session: Session, at: datetime) -> str:
    """Why no idle account is closed now; "" when they are."""
    days = idle.days_run(session, at)
    if days >= idle.DAYS_NEEDED:
        return ""
    return _(
        "Closes no account until it has run on %(needed)s of the last 7 days. So far: %(days)s.",
        needed=idle.DAYS_NEEDED,
        days=days,
    )


def task_line(label: str, record: TaskRecord | None) -> TaskLine:
    if record is None:
        return TaskLine(label, Health.NEVER, "", None, None)
    health = Health.FAILED if record.failure else Health.WELL
    return TaskLine(label, health, record.failure, record.last_started_at, record.next_at)


def depths(session: Session) -> list[Depth]:
    """What waits and what is being done, by kind."""
    wanted = (
        select(Job.kind, Job.state, func.count(), func.min(Job.due_at))
        .where(Job.state.in_((JobState.WAITING, JobState.LEASED)))
        .group_by(Job.kind, Job.state)
    )
    found: dict[str, dict[str, tuple[int, datetime]]] = {}
    for kind, state, count, since in session.execute(wanted):
        found.setdefault(kind, {})[state] = (count, since)
    return [
        Depth(
            label=label_of(kind),
            waiting=states.get(JobState.WAITING, (0, None))[0],
            working=states.get(JobState.LEASED, (0, None))[0],
            since=states.get(JobState.WAITING, (0, None))[1],
        )
        for kind, states in sorted(found.items())
    ]


def dead_letters(session: Session) -> list[DeadLetter]:
    """What failed for good, the last one first; at most fifty."""
    wanted = select(Job).where(Job.state == JobState.FAILED).order_by(Job.finished_at.desc(), Job.id).limit(MOST)
    return [
        DeadLetter(one.id, label_of(one.kind), one.failure, one.tries, one.finished_at)
        for one in session.scalars(wanted)
    ]


def dead_letter(session: Session, job_id: UUID) -> Job | None:
    """A job that failed for good; None for any other."""
    return session.scalar(select(Job).where(Job.id == job_id, Job.state == JobState.FAILED).with_for_update())
