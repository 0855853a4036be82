"""Tables of the queue, of the scheduler's runs, and of which scheduler works."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row

BOOKKEEPING = {"info": {"rights": "SELECT, INSERT, UPDATE, DELETE"}}
"""Rows that tell of work done and of nobody: they go when they are old."""


class Job(Row, Base):
    """Work to do: a kind that a room has registered, and ids only. `unique_key` makes asking twice harmless."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due", "state", "due_at"),)

    kind: Mapped[str] = mapped_column(String(60))
    unique_key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    fencing: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(400), default="")
    result_id: Mapped[UUID | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class JobRun(Row, Base):
    """One run of a scheduled task for one period, claimed once, whoever's clock is first.

    `epoch` is the term of the scheduler that runs it. A run that failed is tried again from `retry_at` on; one whose
    scheduler is gone, by the next scheduler.
    """

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("name", "period"), BOOKKEEPING)

    name: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(40))
    epoch: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=1)
    failure: Mapped[str] = mapped_column(String(400), default="")
    retry_at: Mapped[datetime | None] = mapped_column(default=None)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class SchedulerLead(Row, Base):
    """Which scheduler works: a single row. `epoch` counts the terms; whoever begins one ends all before."""

    __tablename__ = "scheduler_lead"

    name: Mapped[str] = mapped_column(String(20), unique=True)
    epoch: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)


class TaskRecord(Row, Base):
    """How a scheduled task went last, and when it looks again: what the page of operations shows."""

    __tablename__ = "task_record"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    last_started_at: Mapped[datetime | None] = mapped_column(default=None)
    last_ended_at: Mapped[datetime | None] = mapped_column(default=None)
    last_succeeded_at: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str] = mapped_column(String(400), default="")
    next_at: Mapped[datetime | None] = mapped_column(default=None)
