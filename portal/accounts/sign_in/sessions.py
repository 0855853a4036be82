"""The life of a session: a token that is told once, idle and absolute limits, an end that holds at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_own
from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.models import SignInSession
from portal.gate.vocabulary import Basis, Purpose

IDLE = timedelta(minutes=15)
FRESH = timedelta(minutes=10)
"""For so long after the password was given nobody asks for it again."""
LIFE = timedelta(hours=12)


def begin_session(session: Session, user: UserAccount, address: str, browser: str) -> tuple[str, SignInSession]:
    """A session that is not confirmed yet, and its token, which is told once and stored as a hash."""
    token = secrets.token_urlsafe(32)
    started = SignInSession(
        token_hash=token_hash(token),
        user_id=user.id,
        user=user,
        idle_at=clock.now() + IDLE,
        address=address,
        browser=browser[:200],
    )
    session.add(started)
    session.flush()
    return token, started


def confirm_session(session: Session, started: SignInSession) -> str:
    """All factors were given: the session opens, under another token than before."""
    token = secrets.token_urlsafe(32)
    started.token_hash = token_hash(token)
    started.confirmed_at = clock.now()
    prove(started, started.confirmed_at)
    record_own(session, started.user_id, "sign_in", started, address=started.address)
    return token


def prove(mine: SignInSession, at: datetime) -> None:
    """The owner of a session gave the password at this moment."""
    mine.proved_at = mine.seen_at = at
    mine.idle_at = at + IDLE


def is_fresh(mine: SignInSession, at: datetime) -> bool:
    return mine.proved_at is not None and at < mine.proved_at + FRESH


def is_locked(mine: SignInSession, at: datetime) -> bool:
    return at >= mine.idle_at


def is_active(user: UserAccount) -> bool:
    return user.status == AccountStatus.ACTIVE and (user.ended_at is None or clock.now() < user.ended_at)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def session_of_token(session: Session, token: str) -> SignInSession | None:
    """The session of a browser's token, when it is neither ended nor too old, nor its user's account closed.

    It may be locked; one that still owes a second factor ends where others are locked.
    """
    found = session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    if found is None or found.ended_at is not None or not is_active(found.user):
        return None
    now = clock.now()
    if now >= found.started_at + LIFE or (found.confirmed_at is None and is_locked(found, now)):
        return None
    return found


def principal_of_session(found: SignInSession) -> Principal | None:
    appointment = found.appointment
    if appointment is None or not in_force(appointment, clock.now()):
        return None
    purpose = Purpose(found.purpose) if found.purpose else None
    return principal_of(appointment, purpose, Basis(found.claimed_basis) if found.claimed_basis else None)


def in_force(appointment: Appointment, at: datetime) -> bool:
    return appointment.starts_at <= at and (appointment.ends_at is None or at < appointment.ends_at)


def sign_out(session: Session, signed_in: SignInSession) -> None:
    signed_in.ended_at = clock.now()
    record_own(session, signed_in.user_id, "sign_out", signed_in)


def end_earlier(session: Session, token: str) -> None:
    """Whoever signs in anew in the same browser leaves no session behind."""
    earlier = update(SignInSession).where(
        SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None)
    )
    session.execute(earlier.values(ended_at=clock.now()))


def end_sessions(session: Session, user_id: UUID, but: UUID | None = None) -> None:
    """End every session of a user at once, but the one given."""
    still = update(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    session.execute((still.where(SignInSession.id != but) if but else still).values(ended_at=clock.now()))
