"""Tables of the outbox. A notice names nobody and says nothing of anybody: a kind, whom it is for, and an id."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.db import Base, Row


class OutgoingMail(Row, Base):
    """One mail to the holder of an appointment about one or several notices; its id is in its Message-ID.

    `epoch` is the term of the scheduler that works at it, `fencing` counts the claims.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_state_due", "state", "due_at"),)

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    epoch: Mapped[int] = mapped_column(default=0)
    fencing: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(80), default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    appointment: Mapped[Appointment] = relationship(viewonly=True)


class Notice(Row, Base):
    """That something waits for one appointment, written in the transaction of what causes it.

    `subject_id` is the record whose page opens, `detail` a further word of its address; `key` makes telling twice
    telling once. What it says are the words of its kind.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_appointment", "appointment_id", "state", "read_at"),
        Index("ix_notice_state", "state"),
        Index("ix_notice_mail", "mail_id"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
    )

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    detail: Mapped[str] = mapped_column(String(40), default="")
    key: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_mail.id"), default=None)


class NoticePreference(Row, Base):
    """How a person wants to be told: without a row, in the portal only. Hours are those of the agency's time zone."""

    __tablename__ = "notice_preference"
    __table_args__ = (CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet_hours"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    mode: Mapped[str] = mapped_column(String(20), default="none")
    address: Mapped[str] = mapped_column(String(254), default="")
    daily_at: Mapped[time] = mapped_column(default=lambda: time(7))
    quiet_from: Mapped[time | None] = mapped_column(default=None)
    quiet_to: Mapped[time | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[UserAccount] = relationship(viewonly=True)

    __mapper_args__ = {"version_id_col": version}
