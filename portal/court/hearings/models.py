"""What the judge ordered, in the words that were said."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base
from portal.gate.protected import Protected, Superseding


class Order(Protected, Superseding, Base):
    """Category order: the words of an announced order. `ordered_on` is the day in the program's zone."""

    __tablename__ = "court_order"
    __table_args__ = (
        CheckConstraint("length(words) BETWEEN 1 AND 1000", name="words"),
        Index("ix_court_order_participant", "participant_id", "ordered_on"),
    )

    hearing_id: Mapped[UUID | None] = mapped_column(ForeignKey("hearing.id"), default=None)
    judge_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    ordered_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
