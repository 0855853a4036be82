"""Sessions, attempts and locks. The browser holds a random token only; the database holds its hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.sign_in.vocabulary import Outcome
from portal.db import Base, Row

DELETABLE = {"info": {"rights": "SELECT, INSERT, UPDATE, DELETE"}}
"""Rows that go when they are old."""


class SignInSession(Row, Base):
    """One signed-in browser.

    `confirmed_at` is empty while a second factor is owed: such a session opens nothing but the page that asks for it.
    `proved_at`: when the password was last given. From `idle_at` on it is locked until the password is given again.
    `appointment_id` is empty until the user has chosen for whom to act. `handed_to`: the sitting, or the participant
    who reads, for which the device is in somebody else's hands; nothing else opens until the password is given.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("ix_sign_in_session_user", "user_id"), DELETABLE)

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"), default=None)
    purpose: Mapped[str] = mapped_column(String(40), default="")
    claimed_basis: Mapped[str] = mapped_column(String(40), default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    proved_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    idle_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    handed_to: Mapped[UUID | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(String(60), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[UserAccount] = relationship(lazy="joined")
    appointment: Mapped[Appointment | None] = relationship(lazy="joined")


class SignInAttempt(Row, Base):
    """Somebody tries to sign in: written and committed before anything is compared, as a failure until it is not.

    The name is kept as a keyed hash, so unknown names cost the same. `account_id` and `agency_id` are of the account of
    that name and of the agency that answers for it, if there is one: whose trail tells of it. `line` is what attempts
    from one place are counted by. `session_id`: the session whose owner gives the password again, which counts its own.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_name", "name_hash", "at"),
        Index("ix_sign_in_attempt_line", "line", "at"),
        Index("ix_sign_in_attempt_session", "session_id"),
        DELETABLE,
    )

    act: Mapped[str] = mapped_column(String(20))
    name_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None)
    address: Mapped[str] = mapped_column(String(60), default="")
    line: Mapped[str] = mapped_column(String(60), default="")
    session_id: Mapped[UUID | None] = mapped_column(default=None)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    outcome: Mapped[str] = mapped_column(String(20), default=Outcome.FAILED)


class SignInLock(Row, Base):
    """A name, known or not, that was tried too often. It stays closed until somebody releases it."""

    __tablename__ = "sign_in_lock"
    __table_args__ = (
        Index(
            "uq_sign_in_lock_open",
            "name_hash",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    name_hash: Mapped[str] = mapped_column(String(64))
    locked_at: Mapped[datetime] = mapped_column(default=clock.now)
    released_at: Mapped[datetime | None] = mapped_column(default=None)
