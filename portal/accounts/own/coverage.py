"""Standing in, as a person sees it: whom one stands in for, and who stands in for oneself, from today on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.gate.vocabulary import RoleName


@dataclass(frozen=True, slots=True)
class StandingIn:
    """`by_me`: I stand in for `colleague`; otherwise the colleague does for me. In which role, where, and when."""

    by_me: bool
    colleague: str
    role: str
    agency: str
    starts_at: datetime
    ends_at: datetime | None


def standing_in(session: Session, user_id: UUID, at: datetime) -> list[StandingIn]:
    """What has not ended yet, the earliest first."""
    covered = aliased(Appointment)
    wanted = (
        select(Appointment, covered)
        .join(covered, Appointment.covers_id == covered.id)
        .where((Appointment.user_id == user_id) | (covered.user_id == user_id), Appointment.ends_at > at)
        .order_by(Appointment.starts_at, Appointment.id)
    )
    return [
        StandingIn(
            by_me=stands.user_id == user_id,
            colleague=(held if stands.user_id == user_id else stands).user.display_name,
            role=str(ROLE_LABELS[RoleName(stands.role)]),
            agency=stands.agency.name,
            starts_at=stands.starts_at,
            ends_at=stands.ends_at,
        )
        for stands, held in session.execute(wanted).unique()
    ]
