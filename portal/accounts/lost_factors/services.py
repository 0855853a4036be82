"""Removing a second factor takes two: one administrator asks, another one decides. The person is told.

With a new code for the password and without the second factor, one administrator alone could sign in as somebody else.
"""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act
from portal.accounts.lost_factors.models import FactorRemoval
from portal.accounts.lost_factors.notices import FACTOR_REMOVED
from portal.accounts.lost_factors.queries import LASTS, may_decide
from portal.accounts.lost_factors.vocabulary import Outcome
from portal.accounts.notices.services import Tell, tell
from portal.accounts.passkeys.queries import passkeys
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.accounts.second_factor.queries import authenticator_apps, has_second_factor
from portal.accounts.second_factor.services import void_recovery_codes
from portal.accounts.sign_in.sessions import end_sessions, in_force
from portal.accounts.staff.services import answered_for, lock_agency
from portal.web.refused import Refused


def ask_removal(session: Session, actor: Principal, user_id: UUID) -> FactorRemoval:
    """Ask a second administrator to remove what somebody lost.

    Refused for one's own, for an account that another agency answers for, where there is nothing to remove, and while
    a request waits.
    """
    lock_agency(session, actor.agency_id)
    user = answered_for(session, actor, user_id)
    if user_id == actor.user_id:
        raise Refused("", _("Nobody removes his or her own second factor. Ask another administrator."))
    if user.status == AccountStatus.DISABLED or not has_second_factor(session, user_id):
        raise Refused("", _("This account has no second factor to remove."))
    now = clock.now()
    earlier = select(FactorRemoval).where(FactorRemoval.user_id == user_id, FactorRemoval.outcome == Outcome.WAITING)
    for one in session.scalars(earlier):
        if one.asked_at > now - LASTS:
            raise Refused("", _("This was asked already. It waits for a second administrator."))
        one.outcome, one.decided_at = Outcome.EXPIRED, now
    session.flush()
    asked = FactorRemoval(user_id=user_id, agency_id=actor.agency_id, asked_by_id=actor.user_id)
    session.add(asked)
    session.flush()
    record_act(session, actor, "second_factor_removal_asked", user)
    return asked


def remove_factor(session: Session, actor: Principal, removal_id: UUID) -> None:
    """The second administrator looked: the factor is gone, the person is out everywhere and is told.

    The next sign-in sets a new one up. Refused for whoever is not the second pair of eyes, and when it no longer waits.
    """
    removal = still_waiting(session, removal_id)
    if not actor.may(Permission.STAFF_MANAGE) or not may_decide(session, actor, removal, clock.now()):
        raise Refused("", _("Somebody else decides this: another administrator of the agency, or the site’s."))
    decide(removal, actor, Outcome.REMOVED)
    user = session.get_one(UserAccount, removal.user_id)
    remove_all(session, user)
    record_act(session, actor, "second_factor_removed", user)


def refuse_removal(session: Session, actor: Principal, removal_id: UUID) -> None:
    """A second administrator says no, or who asked takes it back."""
    removal = still_waiting(session, removal_id)
    mine = removal.asked_by_id == actor.user_id and removal.agency_id == actor.agency_id
    if not actor.may(Permission.STAFF_MANAGE) or not (mine or may_decide(session, actor, removal, clock.now())):
        raise Refused("", _("Somebody else decides this: another administrator of the agency, or the site’s."))
    decide(removal, actor, Outcome.REFUSED)
    record_act(session, actor, "second_factor_removal_refused", session.get_one(UserAccount, removal.user_id))


def still_waiting(session: Session, removal_id: UUID) -> FactorRemoval:
    """The request, held until the transaction ends, so that it is decided once."""
    wanted = select(FactorRemoval).where(FactorRemoval.id == removal_id).with_for_update(of=FactorRemoval)
    removal = session.scalar(wanted.execution_options(populate_existing=True))
    if removal is None or removal.outcome != Outcome.WAITING or removal.asked_at <= clock.now() - LASTS:
        raise Refused("", _("This request no longer waits."))
    return removal


def decide(removal: FactorRemoval, actor: Principal, outcome: Outcome) -> None:
    removal.outcome, removal.decided_by_id, removal.decided_at = outcome, actor.user_id, clock.now()


def remove_all(session: Session, user: UserAccount) -> None:
    """Apps, passkeys and recovery codes end, and every session; whoever it is about is told at each place of work."""
    now = clock.now()
    for app in authenticator_apps(session, user.id):
        app.removed_at = now
    for passkey in passkeys(session, user.id):
        passkey.removed_at = now
    void_recovery_codes(session, user.id)
    end_sessions(session, user.id)
    session.flush()
    for one in session.scalars(select(Appointment).where(Appointment.user_id == user.id)):
        if in_force(one, now):
            tell(session, Tell(FACTOR_REMOVED, one.id, user.id, f"{user.id}:{now.isoformat()}"))
