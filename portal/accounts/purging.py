"""Clearing away what has done its work and tells of nobody: sessions, attempts, form keys, runs, half-written files.

Records are never deleted; a draft of a report's section is a record of its program, and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Delete, Exists, and_, delete, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.accounts.jobs.models import JobRun
from portal.accounts.passkeys.models import PasskeyChallenge
from portal.accounts.sign_in.models import SignInAttempt, SignInSession
from portal.accounts.sign_in.sessions import LIFE
from portal.db import patiently, rows_changed, write_intent
from portal.web.models import FormSubmission

OpenSession = Callable[[], Session]

KEPT = timedelta(days=30)
"""So long a session that ended can still be looked up by its owner, and a form that was sent answers again. The newest
session of an account stays."""
RUNS_KEPT = timedelta(days=60)
HALF_WRITTEN = timedelta(days=1)


def out_of_date(now: datetime) -> tuple[Delete, ...]:
    """What goes, one statement a table."""
    old = now - KEPT
    followed = and_(a_later_one(SignInSession.seen_at), a_later_one(SignInSession.started_at))
    over = and_(
        or_(SignInSession.ended_at < old, SignInSession.started_at < old - LIFE),
        or_(SignInSession.confirmed_at.is_(None), followed),
    )
    return (
        delete(PasskeyChallenge).where(PasskeyChallenge.session_id.in_(select(SignInSession.id).where(over))),
        delete(SignInSession).where(over),
        delete(SignInAttempt).where(SignInAttempt.at < old),
        delete(FormSubmission).where(FormSubmission.at < old),
        delete(JobRun).where(JobRun.started_at < now - RUNS_KEPT),
    )


def a_later_one(moment: InstrumentedAttribute[datetime]) -> Exists:
    """Whether the same account was signed in later. Its newest session stays: it says when the account was last used,
    by which idle accounts are closed."""
    other = aliased(SignInSession)
    later = getattr(other, moment.key) > moment
    return exists().where(other.user_id == SignInSession.user_id, other.confirmed_at.is_not(None), later)


def purge(open_session: OpenSession, now: datetime) -> int:
    """Delete what is out of date, a table at a time; how many rows went."""
    return sum(patiently(deleted, open_session, one) for one in out_of_date(now))


def deleted(open_session: OpenSession, statement: Delete) -> int:
    with write_intent(), open_session() as session:
        gone = rows_changed(session, statement, synchronize_session=False)
        session.commit()
        return gone


def drop_half_written(folder: Path, now: datetime) -> int:
    """Remove files that a process was writing when it ended: whole ones have their last name; how many went."""
    dropped = 0
    for path in folder.glob("*"):
        if path.is_file() and path.suffix != ".pdf" and path.stat().st_mtime < (now - HALF_WRITTEN).timestamp():
            path.unlink()
            dropped += 1
    return dropped
