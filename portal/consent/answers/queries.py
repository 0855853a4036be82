"""Whom a question may be about: everybody who acts for an agency. It tells nothing of any participant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, Appointment, UserAccount


def everybody(session: Session, at: datetime) -> Sequence[Appointment]:
    """Who acts now, or acted, by agency and name."""
    wanted = (
        select(Appointment)
        .join(Agency, Agency.id == Appointment.agency_id)
        .join(UserAccount, UserAccount.id == Appointment.user_id)
        .where(Appointment.starts_at <= at)
        .order_by(Agency.name, UserAccount.full_name, Appointment.id)
    )
    return session.scalars(wanted).unique().all()


def appointment(session: Session, appointment_id: UUID) -> Appointment:
    return session.get_one(Appointment, appointment_id)
