"""Passkeys and the challenges that they sign."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.sign_in.models import DELETABLE
from portal.db import Base, Row


class Passkey(Row, Base):
    """The public half of a key that a person's device keeps. `sign_count`: what the device counted last, 0 for those
    that do not count."""

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_user", "user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2000))
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class PasskeyChallenge(Row, Base):
    """Random bytes that a device signs once, for one session and one use."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (Index("ix_passkey_challenge_session", "session_id"), DELETABLE)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in_session.id"))
    use: Mapped[str] = mapped_column(String(10))
    challenge: Mapped[bytes] = mapped_column(LargeBinary(64))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
