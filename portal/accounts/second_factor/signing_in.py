"""The second half of signing in: the code is asked for, or an app is set up for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.services import record_own
from portal.accounts.second_factor.queries import has_second_factor
from portal.accounts.second_factor.services import add_app, factor_fits, make_recovery_codes
from portal.accounts.sign_in.attempts import SignInRefused, fail, release, weigh
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.services import Started, complete
from portal.accounts.sign_in.sessions import begin_session, is_active
from portal.accounts.sign_in.vocabulary import Outcome


class FactorOwed(Exception):
    """The session has given a password only, and its user has a second factor: that one has to be given first."""


def answer(session: Session, session_id: UUID, typed: str, attempt_id: UUID, key: bytes) -> Started:
    """Open a session with a code. SignInLocked, SignInThrottled, SignInRefused; the caller commits in each case."""
    attempt = weigh(session, attempt_id)
    half = session.get_one(SignInSession, session_id)
    if not factor_fits(session, half.user, typed, key):
        fail(session, attempt)
        raise SignInRefused
    attempt.outcome = Outcome.SUCCEEDED
    return complete(session, half)


@dataclass(frozen=True, slots=True)
class ReleaseOwn:
    """What a person who is locked out typed, and from where."""

    username: str
    code: str
    address: str = ""
    browser: str = ""


def release_own(session: Session, command: ReleaseOwn, attempt_id: UUID, compared: str | None, key: bytes) -> Started:
    """Release a locked name with password and second factor together, and sign in.

    One answer for everything that does not fit, also for names that nobody has: SignInRefused or, after five failures
    in a quarter of an hour, SignInThrottled. The caller commits in each case.
    """
    attempt = weigh(session, attempt_id)
    user = session.scalar(select(UserAccount).where(UserAccount.username == command.username.strip().lower()))
    known = user is not None and compared is not None and user.password_hash == compared and is_active(user)
    if user is None or not known or not factor_fits(session, user, command.code, key):
        fail(session, attempt)
        raise SignInRefused
    release(session, attempt.name_hash)
    record_own(session, user.id, "sign_in_released", user, address=command.address)
    attempt.outcome = Outcome.SUCCEEDED
    _token, started = begin_session(session, user, command.address, command.browser)
    return complete(session, started)


def set_up(session: Session, session_id: UUID, code: str, key: bytes) -> tuple[Started | None, list[str]]:
    """Add the app that the page showed, and make a sheet of recovery codes.

    A session that owed a second factor because there was none is opened by it. FactorOwed where there is one; Refused
    for a code that does not fit.
    """
    signed_in = session.get_one(SignInSession, session_id)
    half = signed_in.confirmed_at is None
    if half and has_second_factor(session, signed_in.user_id):
        raise FactorOwed
    add_app(session, signed_in.user, signed_in.id, code, key)
    codes = make_recovery_codes(session, signed_in.user, key)
    return (complete(session, signed_in) if half else None), codes
