"""Bookkeeping of forms."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row


class FormSubmission(Row, Base):
    """One accepted form. `result` is the address to which the first post was redirected."""

    __tablename__ = "form_submission"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    appointment_id: Mapped[UUID | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(default=clock.now)
