"""Signing in, and for whom and for what one acts. The same answer, after the same work, for known and unknown names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.audit.services import record_act
from portal.accounts.passwords.hashing import hashed, is_outdated, password_fits
from portal.accounts.principal import Principal, claims_of, principal_of, purposes_of
from portal.accounts.second_factor.queries import has_second_factor
from portal.accounts.sign_in.attempts import SignInRefused, fail, weigh
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import begin_session, confirm_session, is_active
from portal.accounts.sign_in.vocabulary import Outcome
from portal.gate.vocabulary import Basis, Purpose


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a person typed, and from where. `factor_required`: nobody gets in with a password alone."""

    username: str
    password: str
    address: str = ""
    browser: str = ""
    factor_required: bool = True


@dataclass(frozen=True, slots=True)
class Started:
    """A session, with the token that goes to the browser and nowhere else."""

    token: str
    session: SignInSession

    @property
    def complete(self) -> bool:
        return self.session.confirmed_at is not None


def stored_hash(session: Session, username: str) -> str | None:
    """The hash of a name's password, to be compared outside any transaction, because that takes a while."""
    return session.scalar(select(UserAccount.password_hash).where(UserAccount.username == username.strip().lower()))


def sign_in(session: Session, command: SignIn, attempt_id: UUID, compared: str | None) -> Started:
    """Start a session after the password was compared; `compared` is the hash that it fitted, None when it did not.

    Raises SignInLocked, SignInThrottled or SignInRefused; the caller commits what was written in each case. A session
    of somebody who has a second factor, or must have one, is not confirmed yet.
    """
    attempt = weigh(session, attempt_id)
    user = session.scalar(select(UserAccount).where(UserAccount.username == command.username.strip().lower()))
    if user is None or compared is None or user.password_hash != compared or not is_active(user):
        fail(session, attempt)
        raise SignInRefused
    if is_outdated(user.password_hash):
        user.password_hash = hashed(command.password)
    token, started = begin_session(session, user, command.address, command.browser)
    if command.factor_required or has_second_factor(session, user.id):
        attempt.outcome = Outcome.PASSED
        return Started(token, started)
    attempt.outcome = Outcome.SUCCEEDED
    return complete(session, started)


def complete(session: Session, started: SignInSession) -> Started:
    """Everything was given: open the session. Whoever acts for one agency only acts for it at once."""
    token = confirm_session(session, started)
    appointments = appointments_of(session, started.user)
    if len(appointments) == 1:
        started.appointment = appointments[0]
        started.appointment_id = appointments[0].id
    return Started(token, started)


def fitting_hash(stored: str | None, password: str) -> str | None:
    """The hash itself when the password fits it; takes as long for nobody's."""
    return stored if password_fits(stored, password) else None


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
