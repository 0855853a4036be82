"""What the operator does on the server for an administrator whom nobody inside can help."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.activation.services import make_code
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act
from portal.accounts.lost_factors.services import remove_all
from portal.accounts.second_factor.queries import has_second_factor
from portal.accounts.sign_in.attempts import name_hash_of, release
from portal.accounts.sign_in.sessions import in_force
from portal.accounts.staff.vocabulary import ADMINISTRATORS
from portal.web.refused import Refused

SERVER = "server"
"""Where from, in the audit trail: nobody was signed in."""


def release_administrator(
    session: Session, username: str, key: bytes, *, second_factor: bool = False, code: bool = False
) -> list[str]:
    """Open the account of an administrator, release its lock, and remove or renew what the person lost; what was done.

    `second_factor`: apps, passkeys and recovery codes end; `code`: a new activation code, told in the last line.
    Refused for a name of nobody, for whoever administers nothing, and when there is nothing to do.
    """
    user = session.scalar(select(UserAccount).where(UserAccount.username == username.strip().lower()))
    if user is None or not administers(session, user):
        raise Refused("", "No administrator has this username. Others are helped inside the portal.")
    done: list[str] = []
    if user.status == AccountStatus.DISABLED:
        user.status, user.open_since = (
            AccountStatus.ACTIVE if user.password_hash else AccountStatus.INVITED,
            clock.now(),
        )
        note(session, user, "account_enabled")
        done.append("The account is open again.")
    if release(session, name_hash_of(user.username, key)):
        note(session, user, "sign_in_released")
        done.append("The lock is released.")
    if second_factor and has_second_factor(session, user.id):
        remove_all(session, user)
        note(session, user, "second_factor_removed")
        done.append("The second factor is removed. The next sign-in sets a new one up.")
    if code:
        made = make_code(session, None, user)
        note(session, user, "activation_code_made")
        done.append(f"Activation code, shown once: {made}")
    if not done:
        raise Refused("", "There is nothing to release: the account is open, and no lock stands.")
    return done


def administers(session: Session, user: UserAccount) -> bool:
    """For good: who stands in for an administrator is helped by the others."""
    held = select(Appointment).where(
        Appointment.user_id == user.id, Appointment.role.in_(ADMINISTRATORS), Appointment.covers_id.is_(None)
    )
    return any(in_force(one, clock.now()) for one in session.scalars(held))


def note(session: Session, user: UserAccount, act: str) -> None:
    record_act(session, None, act, user, address=SERVER, note=SERVER)
