"""Reviews that were done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row


class AccessReview(Row, Base):
    """An administrator looked at every role of the agency: how many stayed, how many ended."""

    __tablename__ = "access_review"
    __table_args__ = (Index("ix_access_review_agency", "agency_id", "reviewed_at"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    reviewed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    reviewed_at: Mapped[datetime] = mapped_column(default=clock.now)
    kept: Mapped[int]
    ended: Mapped[int]
