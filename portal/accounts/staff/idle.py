"""Accounts that nobody has used for ninety days are disabled; their agency's administrator opens them again.

Whether nobody used an account is known only when the portal was up all the while and its clock is right. So none is
disabled until this task itself has run on most days of the week before: after a long outage, a restored backup or a
clock that jumped, people have some days to sign in, and the operator to set the clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act
from portal.accounts.jobs.models import JobRun
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.staff.queries import administrators
from portal.accounts.staff.services import shut

IDLE_FOR = timedelta(days=90)
TASK = "idle_accounts"
"""What the task is called in `portal/jobs.py`, which runs it once a day."""
WEEK = timedelta(days=7)
DAYS_NEEDED = 5


def close_idle(session: Session, at: datetime) -> int:
    """Disable what nobody used, how many; none, with a line in the trail, while the task has not run for days."""
    if days_run(session, at) >= DAYS_NEEDED:
        return disable_idle(session, at)
    if waiting := len(session.scalars(idle(at)).all()):
        record_act(session, None, "idle_accounts_held", outcome="held", note=f"{waiting} accounts")
    return 0


def days_run(session: Session, at: datetime) -> int:
    """On how many days of the week before the task was done."""
    done = select(func.count()).where(
        JobRun.name == TASK, JobRun.finished_at.is_not(None), JobRun.started_at > at - WEEK, JobRun.started_at <= at
    )
    return session.scalar(done) or 0


def idle(at: datetime) -> Select[UserAccount]:
    """The accounts that nobody has used for ninety days, those of a demonstration apart."""
    used = select(SignInSession.user_id, func.max(SignInSession.seen_at).label("last"))
    seen = used.where(SignInSession.confirmed_at.is_not(None)).group_by(SignInSession.user_id).subquery()
    return (
        select(UserAccount)
        .outerjoin(seen, seen.c.user_id == UserAccount.id)
        .where(
            UserAccount.status == AccountStatus.ACTIVE,
            ~UserAccount.demonstration,
            UserAccount.open_since <= at - IDLE_FOR,
            (seen.c.last.is_(None)) | (seen.c.last <= at - IDLE_FOR),
        )
        .order_by(UserAccount.id)
    )


def disable_idle(session: Session, at: datetime) -> int:
    """Disable what nobody used, how many; but not an agency's last administrator, and nobody of a demonstration."""
    count = 0
    for user in session.scalars(idle(at)):
        if user.agency_id is not None and set(administrators(session, user.agency_id, at)) == {user.id}:
            continue
        shut(session, None, user, note="idle")
        count += 1
    return count
