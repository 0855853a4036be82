"""Requests that wait, and who may decide them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.lost_factors.models import FactorRemoval
from portal.accounts.lost_factors.vocabulary import Outcome
from portal.accounts.principal import Principal
from portal.accounts.staff.queries import administrators
from portal.gate.vocabulary import RoleName

LASTS = timedelta(days=1)
"""So long a request waits: whoever lost a phone stands beside the administrator."""


def waiting(session: Session, principal: Principal, at: datetime) -> Sequence[FactorRemoval]:
    """Those of the own agency; all of the site's for its administrator. The oldest first."""
    wanted = select(FactorRemoval).where(FactorRemoval.outcome == Outcome.WAITING, FactorRemoval.asked_at > at - LASTS)
    if principal.role != RoleName.SYSTEM_ADMIN:
        wanted = wanted.where(FactorRemoval.agency_id == principal.agency_id)
    return session.scalars(wanted.order_by(FactorRemoval.asked_at, FactorRemoval.id)).all()


def waiting_for(session: Session, user_id: UUID, at: datetime) -> FactorRemoval | None:
    """The request about one person that still waits."""
    wanted = select(FactorRemoval).where(
        FactorRemoval.user_id == user_id,
        FactorRemoval.outcome == Outcome.WAITING,
        FactorRemoval.asked_at > at - LASTS,
    )
    return session.scalar(wanted)


def may_decide(session: Session, principal: Principal, removal: FactorRemoval, at: datetime) -> bool:
    """Whether this one is the second pair of eyes: neither who asked nor whom it is about, and an administrator in his
    or her own right who was one before it was asked. A stand-in, or somebody appointed for the purpose, is none.
    """
    if principal.user_id in (removal.asked_by_id, removal.user_id):
        return False
    if principal.role != RoleName.SYSTEM_ADMIN and principal.agency_id != removal.agency_id:
        return False
    mine = administrators(session, principal.agency_id, at).get(principal.user_id, [])
    return any(one.id == principal.appointment_id and one.starts_at < removal.asked_at for one in mine)
