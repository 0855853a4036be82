"""Finding the address of a calendar, and whose it is."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.calendars.models import CalendarFeed
from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.sessions import in_force, is_active


def feed_of(session: Session, appointment_id: UUID) -> CalendarFeed | None:
    """The address that holds, None without one."""
    wanted = select(CalendarFeed).where(
        CalendarFeed.appointment_id == appointment_id, CalendarFeed.revoked_at.is_(None)
    )
    return session.scalar(wanted)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def holder_of(session: Session, token: str, at: datetime) -> Principal | None:
    """Whose calendar an address is; None for one that never was, was revoked, or whose holder no longer acts."""
    wanted = select(CalendarFeed).where(CalendarFeed.token_hash == token_hash(token), CalendarFeed.revoked_at.is_(None))
    found = session.scalar(wanted)
    if found is None or not is_active(found.appointment.user) or not in_force(found.appointment, at):
        return None
    return principal_of(found.appointment)
