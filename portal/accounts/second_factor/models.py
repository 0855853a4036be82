"""Authenticator apps and recovery codes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row


class AuthenticatorApp(Row, Base):
    """The secret that an app shares with the portal (RFC 6238), encrypted (`sealed.py`).

    `last_step` is the step of the last code that was taken: that one and older ones are never taken again.
    """

    __tablename__ = "authenticator_app"
    __table_args__ = (Index("ix_authenticator_app_user", "user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary(100))
    last_step: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class RecoveryCode(Row, Base):
    """One code on the sheet that a person keeps; as a keyed hash. `ended_at`: used, or replaced by a new sheet."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_user", "user_id", "code_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
