"""One scheduler works at a time, and one that was replaced can't finish anything.

The lock says who begins to work; it can be lost without a word (a paused machine, a cut connection). So each term has a
number, and every transaction that a scheduler's thread commits first makes sure, in that same transaction, that no
later term has begun. A new term waits for the commits that are under way, and what comes after is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.jobs.models import SchedulerLead
from portal.db import patiently, rows_changed, write_intent, writing
from portal.extensions import PortalSession
from portal.ids import new_id

OpenSession = Callable[[], Session]
NAME = "scheduler"
_term: ContextVar[int | None] = ContextVar("term", default=None)


class LeadLost(RuntimeError):
    """A later scheduler has begun: what this one was about to commit is undone."""


def begin_term(open_session: OpenSession) -> int:
    """The number of a new term, higher than all before; from its commit on the earlier ones commit nothing."""

    def begin() -> int:
        with write_intent(), open_session() as session:
            dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
            now = clock.now()
            first = {"id": new_id(), "name": NAME, "epoch": 0, "taken_at": now, "seen_at": now}
            session.execute(
                dialect.insert(SchedulerLead).values(**first).on_conflict_do_nothing(index_elements=["name"])
            )
            lead = session.scalars(select(SchedulerLead).with_for_update()).one()
            lead.epoch += 1
            lead.taken_at = lead.seen_at = now
            session.commit()
            return lead.epoch

    return patiently(begin)


@contextmanager
def in_term(epoch: int | None) -> Iterator[None]:
    """What this thread commits inside belongs to a term; None is work that no term fences."""
    token = _term.set(epoch)
    try:
        yield
    finally:
        _term.reset(token)


def term() -> int:
    """The number of the term in which this thread works, 0 outside of any."""
    return _term.get() or 0


@event.listens_for(PortalSession, "before_commit")
def refuse_after_the_term(session: Any) -> None:
    """PostgreSQL holds the row against a new term until this commit is through; SQLite has one writer anyway."""
    mine = _term.get()
    if mine is None or not writing() or not session.in_transaction():
        return
    if session.scalar(select(SchedulerLead.epoch).with_for_update(read=True)) != mine:
        raise LeadLost(f"term {mine} is over")


def show_life(open_session: OpenSession, epoch: int) -> bool:
    """Say that this term's scheduler is alive; False when a later one has begun."""

    def show() -> bool:
        with write_intent(), open_session() as session:
            alive = update(SchedulerLead).where(SchedulerLead.epoch == epoch).values(seen_at=clock.now())
            lives = rows_changed(session, alive) > 0
            session.commit()
            return lives

    return patiently(show)
