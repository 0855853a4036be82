"""Accounts that nobody has used for ninety days are disabled; their agency's administrator opens them again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import end_sessions
from portal.accounts.staff.queries import administrators

IDLE_FOR = timedelta(days=90)


def disable_idle(session: Session, at: datetime) -> int:
    """Disable what nobody used, how many; but not an agency's last administrator, and nobody of a demonstration."""
    used = select(SignInSession.user_id, func.max(SignInSession.seen_at).label("last")).group_by(SignInSession.user_id)
    seen = used.subquery()
    wanted = (
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
    count = 0
    for user in session.scalars(wanted):
        if user.agency_id is not None and set(administrators(session, user.agency_id, at)) == {user.id}:
            continue
        user.status = AccountStatus.DISABLED
        end_sessions(session, user.id)
        session.flush()
        record_act(session, None, "account_disabled", user, note="idle")
        count += 1
    return count
