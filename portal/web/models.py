"""Bookkeeping of forms."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row
from portal.ids import NIL


class FormSubmission(Row, Base):
    """One accepted form. `result` is the address to which the first post was redirected."""

    __tablename__ = "form_submission"
    __table_args__ = (
        UniqueConstraint("key", "appointment_id"),
        {"info": {"rights": "SELECT, INSERT, UPDATE, DELETE"}},
    )

    key: Mapped[str] = mapped_column(String(64))
    appointment_id: Mapped[UUID] = mapped_column(default=NIL)
    result: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(default=clock.now)
