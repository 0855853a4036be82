"""What a person does with the own account."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.activation.services import own_names, void_codes
from portal.accounts.audit.services import record_own
from portal.accounts.own.queries import open_sessions
from portal.accounts.passwords.choosing import refuse_unfit
from portal.accounts.passwords.hashing import hashed
from portal.accounts.sign_in.attempts import fail_again, weigh
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import confirm_session, end_sessions
from portal.accounts.sign_in.vocabulary import Outcome
from portal.web.refused import Refused


class NotOwn(LookupError):
    """The session is somebody else's, or ended already."""


def change_password(
    session: Session, session_id: UUID, attempt_id: UUID, compared: str | None, given: str, new: str
) -> str:
    """Set another password; every other session of the person ends, this one goes on under the token returned. A code
    for a new password that an administrator made no longer works.

    SignInLocked or SignInRefused as when the password is given again, then Refused for an unfit new password; the
    caller commits in each case.
    """
    attempt = weigh(session, attempt_id)
    mine = session.get_one(SignInSession, session_id)
    if compared is None or mine.user.password_hash != compared:
        raise fail_again(session, attempt)
    attempt.outcome = Outcome.SUCCEEDED
    if new == given:
        raise Refused("password", _("This is the password that you have. Choose another one."))
    refuse_unfit(new, own_names(session, mine.user))
    mine.user.password_hash = hashed(new)
    end_sessions(session, mine.user_id, but=mine.id)
    void_codes(session, mine.user_id)
    record_own(session, mine.user_id, "password_changed", mine.user)
    return confirm_session(session, mine)


def end_session(session: Session, user_id: UUID, session_id: UUID) -> None:
    """End one session of one's own, wherever it is."""
    for one in open_sessions(session, user_id, clock.now()):
        if one.id == session_id:
            one.ended_at = clock.now()
            record_own(session, user_id, "session_ended", one)
            return
    raise NotOwn


def end_other_sessions(session: Session, user_id: UUID, session_id: UUID) -> None:
    end_sessions(session, user_id, but=session_id)
    record_own(session, user_id, "other_sessions_ended")
