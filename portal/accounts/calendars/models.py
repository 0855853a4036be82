"""The table of calendar addresses. The database holds the hash of an address; the address itself is shown once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.db import Base, Row

HOLDS = text("revoked_at IS NULL")


class CalendarFeed(Row, Base):
    """An address under which a calendar program reads what an appointment holds; one at a time."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_appointment", "appointment_id", unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS
        ),
    )

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    appointment: Mapped[Appointment] = relationship(lazy="joined", viewonly=True)
