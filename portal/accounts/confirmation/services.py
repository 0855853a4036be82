"""The password is given again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.sign_in.attempts import fail_again, weigh
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import prove
from portal.accounts.sign_in.vocabulary import Outcome


def confirm(session: Session, session_id: UUID, attempt_id: UUID, compared: str | None) -> SignInSession:
    """Open a session that was idle, and take note that its owner is there.

    SignInRefused when the password does not fit, SignInLocked when that was the fifth time in this session; the caller
    commits in each case.
    """
    attempt = weigh(session, attempt_id)
    mine = session.get_one(SignInSession, session_id)
    if compared is None or mine.user.password_hash != compared:
        raise fail_again(session, attempt)
    attempt.outcome = Outcome.SUCCEEDED
    prove(mine, clock.now())
    return mine
