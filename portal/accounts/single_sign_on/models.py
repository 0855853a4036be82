"""Providers, and whom they know."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row

OPEN = text("ended_at IS NULL")


class SignInProvider(Row, Base):
    """An agency's own sign-in. `asks_second_factor`: the agency states that its sign-in asks for one itself."""

    __tablename__ = "sign_in_provider"
    __table_args__ = (
        Index("uq_sign_in_provider_open", "agency_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(300))
    client_id: Mapped[str] = mapped_column(String(200))
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary(600))
    asks_second_factor: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class ProviderIdentity(Row, Base):
    """A person as a provider knows him or her: `subject` never changes there, unlike names and addresses of mail."""

    __tablename__ = "provider_identity"
    __table_args__ = (
        Index(
            "uq_provider_identity_open",
            "provider_id",
            "subject",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_provider_identity_user", "user_id"),
    )

    provider_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in_provider.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
