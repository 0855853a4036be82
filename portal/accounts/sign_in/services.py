"""Signing in and out. The same answer, after the same work, for known and unknown names."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act
from portal.accounts.passwords.hashing import password_fits
from portal.accounts.principal import Principal, claims_of, principal_of, purposes_of
from portal.accounts.sign_in.models import SignInAttempt, SignInSession
from portal.gate.vocabulary import Basis, Purpose

ATTEMPTS = 5
ATTEMPTS_OF_ADDRESS = 50
WINDOW = timedelta(minutes=15)
IDLE = timedelta(minutes=15)
LIFE = timedelta(hours=12)


class SignInRefused(Exception):
    """The name and password do not fit, or the account is not active; nobody is told which."""


class SignInThrottled(SignInRefused):
    """Too many attempts in fifteen minutes, for this name or from this address."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a person typed, and from where."""

    username: str
    password: str
    address: str = ""


def sign_in(session: Session, command: SignIn, key: bytes) -> tuple[str, SignInSession]:
    """Start a session and return its token, which is told once and stored as a hash.

    Raises SignInThrottled, then SignInRefused; the caller commits the attempt in both cases.
    """
    attempt = note_attempt(session, "sign_in", command.username, command.address, key)
    user = session.scalar(select(UserAccount).where(UserAccount.username == command.username.strip().lower()))
    fits = password_fits(user.password_hash if user else None, command.password)
    if user is None or not fits or not is_active(user):
        record_act(session, None, "sign_in", user, outcome="refused", address=command.address)
        raise SignInRefused
    attempt.succeeded = True
    token = secrets.token_urlsafe(32)
    started = SignInSession(token_hash=token_hash(token), user_id=user.id, user=user, address=command.address)
    appointments = appointments_of(session, user)
    if len(appointments) == 1:
        started.appointment = appointments[0]
        started.appointment_id = appointments[0].id
    session.add(started)
    event = record_act(session, None, "sign_in", started, address=command.address)
    event.user_id = user.id
    return token, started


def note_attempt(session: Session, act: str, username: str, address: str, key: bytes) -> SignInAttempt:
    """Write down that somebody tries; a failure until the caller says otherwise. Raises SignInThrottled."""
    name_hash = hmac.new(key, username.strip().lower().encode(), hashlib.sha256).hexdigest()
    if throttled(session, name_hash, address):
        record_act(session, None, act, outcome="throttled", address=address)
        raise SignInThrottled
    attempt = SignInAttempt(name_hash=name_hash, address=address)
    session.add(attempt)
    return attempt


def throttled(session: Session, name_hash: str, address: str) -> bool:
    """Five failures of a name since its last success, or fifty from one address, within fifteen minutes."""
    since = clock.now() - WINDOW
    last_success = session.scalar(
        select(func.max(SignInAttempt.at)).where(SignInAttempt.name_hash == name_hash, SignInAttempt.succeeded)
    )
    failures = select(func.count()).where(~SignInAttempt.succeeded)
    of_name = session.scalar(
        failures.where(SignInAttempt.name_hash == name_hash, SignInAttempt.at > max(since, last_success or since))
    )
    of_address = session.scalar(failures.where(SignInAttempt.address == address, SignInAttempt.at > since))
    return (of_name or 0) >= ATTEMPTS or (bool(address) and (of_address or 0) >= ATTEMPTS_OF_ADDRESS)


def is_active(user: UserAccount) -> bool:
    return user.status == AccountStatus.ACTIVE and (user.ended_at is None or clock.now() < user.ended_at)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def appointments_of(session: Session, user: UserAccount) -> list[Appointment]:
    """The appointments in force now."""
    now = clock.now()
    statement = select(Appointment).where(
        Appointment.user_id == user.id,
        Appointment.starts_at <= now,
        or_(Appointment.ends_at.is_(None), Appointment.ends_at > now),
    )
    return sorted(session.scalars(statement), key=lambda one: (one.agency.name, one.role))


def choose_appointment(session: Session, signed_in: SignInSession, appointment_id: UUID) -> Principal:
    """Act for one of several agencies. SignInRefused when the appointment is not the user's own."""
    for appointment in appointments_of(session, signed_in.user):
        if appointment.id == appointment_id:
            signed_in.appointment = appointment
            signed_in.claimed_basis = ""
            principal = principal_of(appointment)
            record_act(session, principal, "appointment_chosen", appointment)
            return principal
    raise SignInRefused


def state_purpose(session: Session, signed_in: SignInSession, principal: Principal, purpose: Purpose) -> None:
    """Say for what one looks from now on in this session (R34). SignInRefused for a purpose that the role never has."""
    if purpose not in purposes_of(principal.role):
        raise SignInRefused
    signed_in.purpose = purpose
    record_act(session, principal, "purpose_stated", signed_in, note=purpose)


def claim_basis(session: Session, signed_in: SignInSession, principal: Principal, basis: Basis | None) -> None:
    """Say on what one stands instead of the consents, from now on in this session (S11); None is to claim nothing.

    SignInRefused for what the role never claims. A claim opens what an order, an agreement or a documented emergency
    opens, and nothing else; while it stands, no consent opens anything of a Part 2 program.
    """
    if basis is not None and basis not in claims_of(principal.role, principal.medical_personnel):
        raise SignInRefused
    if signed_in.claimed_basis != (basis or ""):
        signed_in.claimed_basis = basis or ""
        record_act(session, principal, "basis_claimed", signed_in, note=basis or "none")


def session_of_token(session: Session, token: str) -> SignInSession | None:
    """The session of a browser's token, when it is neither ended, idle, too old, nor its user's account closed."""
    found = session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    if found is None or found.ended_at is not None or not is_active(found.user):
        return None
    now = clock.now()
    if now >= found.seen_at + IDLE or now >= found.started_at + LIFE:
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
    event = record_act(session, None, "sign_out", signed_in)
    event.user_id = signed_in.user_id


def end_sessions(session: Session, user_id: UUID, but: UUID | None = None) -> None:
    """End every session of a user at once, but the one given."""
    still = update(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    session.execute((still.where(SignInSession.id != but) if but else still).values(ended_at=clock.now()))
