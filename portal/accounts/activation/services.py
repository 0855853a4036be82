"""Making activation codes, and setting a password with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.activation.codes import code_hash, new_code
from portal.accounts.activation.models import ActivationCode
from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act, record_own
from portal.accounts.passwords.choosing import refuse_unfit
from portal.accounts.passwords.hashing import hashed
from portal.accounts.principal import Principal
from portal.accounts.sign_in.attempts import SignInRefused, fail, weigh
from portal.accounts.sign_in.sessions import end_sessions
from portal.accounts.sign_in.vocabulary import Outcome
from portal.accounts.staff.telling import CODE_USED, tell_others
from portal.db import rows_changed

FIRST_LASTS = timedelta(days=7)
LATER_LASTS = timedelta(days=1)
"""An invitation waits until somebody's first day; whoever forgot a password stands beside the administrator."""


class CodeRefused(SignInRefused):
    """No such person, no such code, or it was used, replaced or is too old; nobody is told which."""


@dataclass(frozen=True, slots=True)
class Activate:
    """What a person typed, and from where."""

    username: str
    code: str
    password: str
    address: str = ""


def make_code(session: Session, actor: Principal | None, user: UserAccount) -> str:
    """A code for this person, told once. Earlier ones no longer work."""
    now = clock.now()
    void_codes(session, user.id)
    code = new_code()
    lasts = FIRST_LASTS if user.status == AccountStatus.INVITED else LATER_LASTS
    made = ActivationCode(
        user_id=user.id,
        code_hash=code_hash(code),
        made_by_id=actor.user_id if actor else None,
        expires_at=now + lasts,
    )
    session.add(made)
    session.flush()
    record_act(session, actor, "activation_code_made", made)
    return code


def void_codes(session: Session, user_id: UUID) -> None:
    """Codes that this person still has no longer work."""
    open_ones = update(ActivationCode).where(ActivationCode.user_id == user_id, ActivationCode.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=clock.now()))


def activate(session: Session, command: Activate, attempt_id: UUID) -> UserAccount:
    """Set the password and open the account; whoever was signed in with the old one is out.

    Raises SignInLocked, SignInThrottled, CodeRefused, then Refused for an unfit password, after which the code still
    works. The caller commits what was written in each case.
    """
    attempt = weigh(session, attempt_id)
    now = clock.now()
    wanted = select(ActivationCode, UserAccount).join(UserAccount, UserAccount.id == ActivationCode.user_id)
    found = session.execute(
        wanted.where(
            ActivationCode.code_hash == code_hash(command.code),
            ActivationCode.ended_at.is_(None),
            ActivationCode.expires_at > now,
            UserAccount.username == command.username.strip().lower(),
            UserAccount.status != AccountStatus.DISABLED,
        )
    ).first()
    if found is None:
        fail(session, attempt)
        raise CodeRefused
    code, user = found
    attempt.outcome = Outcome.SUCCEEDED
    refuse_unfit(command.password, own_names(session, user))
    if not use_up(session, code):
        raise CodeRefused
    user.password_hash = hashed(command.password)
    user.status = AccountStatus.ACTIVE
    user.open_since = now
    end_sessions(session, user.id)
    record_own(session, user.id, "activation", code, address=command.address)
    if user.agency_id is not None:
        tell_others(session, CODE_USED, user.agency_id, user.id, code.id, code.made_by_id)
    return user


def use_up(session: Session, code: ActivationCode) -> bool:
    """Whether this post is the one that uses the code: of two at the same time one does."""
    using = update(ActivationCode).where(ActivationCode.id == code.id, ActivationCode.ended_at.is_(None))
    return rows_changed(session, using.values(ended_at=clock.now())) > 0


def own_names(session: Session, user: UserAccount) -> list[str]:
    """Names that a password must not be made of."""
    agency = session.get(Agency, user.agency_id) if user.agency_id else None
    of_agency = [agency.name, agency.short_name, agency.county] if agency else []
    return [user.username, user.full_name, *of_agency]
