"""Requests to remove a second factor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Agency, UserAccount
from portal.db import Base, Row

WAITS = text("outcome = 'waiting'")


class FactorRemoval(Row, Base):
    """One administrator asked, of a person whose account `agency_id` answers for; another one decides."""

    __tablename__ = "factor_removal"
    __table_args__ = (
        Index("uq_factor_removal_waiting", "user_id", unique=True, sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_factor_removal_agency", "agency_id", "outcome"),
        CheckConstraint("asked_by_id <> user_id", name="not_own"),
        CheckConstraint("decided_by_id <> user_id", name="not_decided_by_own"),
        CheckConstraint("outcome <> 'removed' OR decided_by_id <> asked_by_id", name="two_people"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(String(20), default="waiting")

    user: Mapped[UserAccount] = relationship(foreign_keys=[user_id], lazy="joined", viewonly=True)
    asked_by: Mapped[UserAccount] = relationship(foreign_keys=[asked_by_id], lazy="joined", viewonly=True)
    agency: Mapped[Agency] = relationship(lazy="joined", viewonly=True)
