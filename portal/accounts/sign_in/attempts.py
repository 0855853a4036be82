"""How often a name may be tried: five failures in a quarter of an hour lock it, until somebody releases it.

Who is signed in and gives the password again is counted in that session instead: five failures in a row end it. So
nobody who knows a name can end the session, and the unsaved work, of the person who has it.

An attempt is committed before anything is compared. So whoever sends a hundred guesses at once, to however many
workers, has them standing there when they are counted, and five at most are compared.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.services import record_act
from portal.accounts.sign_in.models import SignInAttempt, SignInLock
from portal.accounts.sign_in.vocabulary import Act, Outcome
from portal.db import rows_changed
from portal.web.addresses import line_of

ATTEMPTS = 5
ATTEMPTS_OF_LINE = 50
WINDOW = timedelta(minutes=15)
TOLD = timedelta(minutes=1)
"""How often the trail tells that a place is throttled. It is kept for years, so a flood must not be able to fill it."""
THROTTLED = "throttled"


class SignInRefused(Exception):
    """What was given does not fit, or the account is not active; nobody is told which."""


class SignInThrottled(SignInRefused):
    """Too many attempts in a quarter of an hour from this address, or to release a name."""


class SignInLocked(SignInRefused):
    """The name is locked: somebody has to release it."""


def name_hash_of(username: str, key: bytes) -> str:
    return hmac.new(key, username.strip().lower().encode(), hashlib.sha256).hexdigest()


def begin_attempt(
    session: Session, act: Act, username: str, address: str, key: bytes, session_id: UUID | None = None
) -> UUID:
    """Write an attempt down; its id. The caller commits before going on to `weigh`.

    `session_id`: the signed-in session in which the password is given again.
    """
    known = select(UserAccount.id, UserAccount.agency_id).where(UserAccount.username == username.strip().lower())
    account_id, agency_id = session.execute(known).one_or_none() or (None, None)
    attempt = SignInAttempt(
        act=act,
        name_hash=name_hash_of(username, key),
        account_id=account_id,
        agency_id=agency_id,
        address=address,
        line=line_of(address),
        session_id=session_id,
    )
    session.add(attempt)
    session.flush()
    return attempt.id


def weigh(session: Session, attempt_id: UUID) -> SignInAttempt:
    """The attempt, when it may be compared at all. SignInLocked or SignInThrottled when it may not."""
    attempt = session.get_one(SignInAttempt, attempt_id)
    if attempt.session_id is not None:
        if failures_of_session(session, attempt.session_id) > ATTEMPTS:
            tell(session, attempt, "locked")
            raise SignInLocked
        return attempt
    if attempt.line and failures_of_line(session, attempt.line) > ATTEMPTS_OF_LINE:
        tell_throttled(session, attempt)
        raise SignInThrottled
    if attempt.act == Act.RELEASE:
        if failures(session, attempt.name_hash, release=True) > ATTEMPTS:
            tell_throttled(session, attempt)
            raise SignInThrottled
        return attempt
    if open_lock(session, attempt.name_hash) or failures(session, attempt.name_hash) > ATTEMPTS:
        tell(session, attempt, "locked")
        raise SignInLocked
    return attempt


def tell(session: Session, attempt: SignInAttempt, outcome: str, act: str = "") -> None:
    """Put an attempt that failed into the trail. Who did it is not known; which account was meant may be.

    Of one place there are never more than fifty such rows in a quarter of an hour.
    """
    event = record_act(session, None, act or attempt.act, outcome=outcome, address=attempt.address)
    event.agency_id = attempt.agency_id
    if attempt.account_id is not None:
        event.subject_kind, event.subject_id = UserAccount.__tablename__, attempt.account_id


def tell_throttled(session: Session, attempt: SignInAttempt) -> None:
    """Once a minute for one place; whatever more comes is counted with the attempts, which go after 30 days."""
    lately = select(AuditEvent.id).where(
        AuditEvent.at >= clock.now() - TOLD,
        AuditEvent.act == attempt.act,
        AuditEvent.outcome == THROTTLED,
        AuditEvent.note == attempt.line,
    )
    if session.scalar(lately.limit(1)) is None:
        record_act(session, None, attempt.act, outcome=THROTTLED, address=attempt.address, note=attempt.line)


def fail(session: Session, attempt: SignInAttempt) -> None:
    """The attempt did not fit. The fifth one locks the name."""
    tell(session, attempt, "refused")
    if attempt.act == Act.RELEASE or open_lock(session, attempt.name_hash):
        return
    if failures(session, attempt.name_hash) >= ATTEMPTS:
        session.add(SignInLock(name_hash=attempt.name_hash))
        session.flush()
        tell(session, attempt, "done", "sign_in_locked")


def fail_again(session: Session, attempt: SignInAttempt) -> SignInRefused:
    """The password was given again and did not fit; what to raise. SignInLocked for the fifth time in a row."""
    fail(session, attempt)
    assert attempt.session_id is not None
    return SignInLocked() if failures_of_session(session, attempt.session_id) >= ATTEMPTS else SignInRefused()


def failures_of_session(session: Session, session_id: UUID) -> int:
    """Failures in a session since the password was last given rightly there, however long ago."""
    here = SignInAttempt.session_id == session_id
    fitted = select(func.max(SignInAttempt.at)).where(here, SignInAttempt.outcome == Outcome.SUCCEEDED)
    failed = select(func.count()).where(here, SignInAttempt.outcome == Outcome.FAILED)
    if (last := session.scalar(fitted)) is not None:
        failed = failed.where(SignInAttempt.at > last)
    return session.scalar(failed) or 0


def failures(session: Session, name_hash: str, release: bool = False) -> int:
    """Failures of a name within the window, since it was last entered or released."""
    since = clock.now() - WINDOW
    statement = select(func.count()).where(
        SignInAttempt.name_hash == name_hash,
        SignInAttempt.outcome == Outcome.FAILED,
        (SignInAttempt.act == Act.RELEASE) if release else (SignInAttempt.act != Act.RELEASE),
        SignInAttempt.at > max(since, last_end(session, name_hash) or since),
    )
    return session.scalar(statement) or 0


def last_end(session: Session, name_hash: str) -> datetime | None:
    """When a row of failures last ended: the name was entered, or released."""
    entered = select(func.max(SignInAttempt.at)).where(
        SignInAttempt.name_hash == name_hash, SignInAttempt.outcome == Outcome.SUCCEEDED
    )
    released = select(func.max(SignInLock.released_at)).where(SignInLock.name_hash == name_hash)
    found = [one for one in (session.scalar(entered), session.scalar(released)) if one is not None]
    return max(found, default=None)


def failures_of_line(session: Session, line: str) -> int:
    """Failures from one place within the window, whatever the names."""
    return (
        session.scalar(
            select(func.count()).where(
                SignInAttempt.line == line,
                SignInAttempt.outcome == Outcome.FAILED,
                SignInAttempt.at > clock.now() - WINDOW,
            )
        )
        or 0
    )


def open_lock(session: Session, name_hash: str) -> bool:
    wanted = select(SignInLock.id).where(SignInLock.name_hash == name_hash, SignInLock.released_at.is_(None))
    return session.scalar(wanted) is not None


def locked_among(session: Session, name_hashes: list[str]) -> list[str]:
    """Which of these names are locked."""
    wanted = select(SignInLock.name_hash).where(SignInLock.name_hash.in_(name_hashes), SignInLock.released_at.is_(None))
    return list(session.scalars(wanted)) if name_hashes else []


def release(session: Session, name_hash: str) -> bool:
    """Open a locked name again; whether it was locked."""
    locked = update(SignInLock).where(SignInLock.name_hash == name_hash, SignInLock.released_at.is_(None))
    return rows_changed(session, locked.values(released_at=clock.now())) > 0
