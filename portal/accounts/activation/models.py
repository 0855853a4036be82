"""The codes that administrators hand over. Kept as hashes; each works once and not for long."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row


class ActivationCode(Row, Base):
    """A code by which one person sets a password. `ended_at`: used, or replaced by a newer one."""

    __tablename__ = "activation_code"
    __table_args__ = (Index("ix_activation_code_user", "user_id", "expires_at"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
