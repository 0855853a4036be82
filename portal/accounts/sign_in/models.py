"""Sessions and attempts. The browser holds a random token only; the database holds its hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.db import Base, Row


class SignInSession(Row, Base):
    """One signed-in browser. `appointment_id` is empty until the user has chosen for whom to act."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("ix_sign_in_session_user", "user_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"), default=None)
    purpose: Mapped[str] = mapped_column(String(40), default="")
    claimed_basis: Mapped[str] = mapped_column(String(40), default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(String(60), default="")

    user: Mapped[UserAccount] = relationship(lazy="joined")
    appointment: Mapped[Appointment | None] = relationship(lazy="joined")


class SignInAttempt(Row, Base):
    """A sign-in that was tried, for the throttle: the name is kept as a keyed hash, so unknown names cost the same."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_name", "name_hash", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )

    name_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    succeeded: Mapped[bool] = mapped_column(default=False)
