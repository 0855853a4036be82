"""How often a name may be tried: five failures in a quarter of an hour lock it, until somebody releases it.

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
from portal.accounts.audit.services import record_act
from portal.accounts.sign_in.models import SignInAttempt, SignInLock
from portal.accounts.sign_in.vocabulary import Act, Outcome
from portal.db import rows_changed

ATTEMPTS = 5
ATTEMPTS_OF_ADDRESS = 50
WINDOW = timedelta(minutes=15)


class SignInRefused(Exception):
    """What was given does not fit, or the account is not active; nobody is told which."""


class SignInThrottled(SignInRefused):
    """Too many attempts in a quarter of an hour from this address, or to release a name."""


class SignInLocked(SignInRefused):
    """The name is locked: somebody has to release it."""


def name_hash_of(username: str, key: bytes) -> str:
    return hmac.new(key, username.strip().lower().encode(), hashlib.sha256).hexdigest()


def begin_attempt(session: Session, act: Act, username: str, address: str, key: bytes) -> UUID:
    """Write an attempt down; its id. The caller commits before going on to `weigh`."""
    attempt = SignInAttempt(act=act, name_hash=name_hash_of(username, key), address=address)
    session.add(attempt)
    session.flush()
    return attempt.id


def weigh(session: Session, attempt_id: UUID) -> SignInAttempt:
    """The attempt, when it may be compared at all. SignInLocked or SignInThrottled when it may not."""
    attempt = session.get_one(SignInAttempt, attempt_id)
    if attempt.address and failures_of_address(session, attempt.address) > ATTEMPTS_OF_ADDRESS:
        record_act(session, None, attempt.act, outcome="throttled", address=attempt.address)
        raise SignInThrottled
    if attempt.act == Act.RELEASE:
        if failures(session, attempt.name_hash, release=True) > ATTEMPTS:
            record_act(session, None, attempt.act, outcome="throttled", address=attempt.address)
            raise SignInThrottled
        return attempt
    if open_lock(session, attempt.name_hash) or failures(session, attempt.name_hash) > ATTEMPTS:
        record_act(session, None, attempt.act, outcome="locked", address=attempt.address)
        raise SignInLocked
    return attempt


def fail(session: Session, attempt: SignInAttempt) -> None:
    """The attempt did not fit. The fifth one locks the name."""
    record_act(session, None, attempt.act, outcome="refused", address=attempt.address)
    if attempt.act == Act.RELEASE or open_lock(session, attempt.name_hash):
        return
    if failures(session, attempt.name_hash) >= ATTEMPTS:
        session.add(SignInLock(name_hash=attempt.name_hash))
        session.flush()
        record_act(session, None, "sign_in_locked", address=attempt.address)


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


def failures_of_address(session: Session, address: str) -> int:
    """Failures from one address within the window, whatever the names."""
    return (
        session.scalar(
            select(func.count()).where(
                SignInAttempt.address == address,
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
