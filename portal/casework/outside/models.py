"""Tables of what agencies without an account are asked, and tell.

What was asked is a record of the agency that asks; what is told is a record of the agency that tells. Both are kept as
42 CFR Part 2 asks, whatever the agency is: that somebody lives in a recovery house tells why. The link between the two
names nobody, so that a stranger's token can be looked up without a reader.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.casework.outside.vocabulary import Channel, Conduct, Ended, NextStep, Place, Rules, Section
from portal.db import Base, Row
from portal.gate.protected import Protected
from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.refusals import refusal


def one_of(column: str, words: object) -> CheckConstraint:
    allowed = ", ".join(f"'{word}'" for word in words)  # type: ignore[attr-defined]
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


class OutsideContact(Row, Base):
    """Whom to ask at an agency without an account. `user_id` stands for this person as an author; nobody signs in.

    Everybody in the county may ask; the agency that put it into the list keeps the entry.
    """

    __tablename__ = "outside_contact"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kept_by_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    phone: Mapped[str] = mapped_column(String(40), default="")
    mail: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)

    agency: Mapped[Agency] = relationship(lazy="joined", viewonly=True, foreign_keys=agency_id)
    user: Mapped[UserAccount] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class OutsideRequest(Protected, Base):
    """Category progress_summary: that an agency was asked about a person, until which day it should answer.

    `consent_id` is the paper that let the agency tell when it was asked; with it the link ends.
    """

    __tablename__ = "outside_request"
    __table_args__ = (one_of("section", Section),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    section: Mapped[str] = mapped_column(String(20))
    answer_by: Mapped[date]
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def key(self) -> str:
        """How lists of what is owed name it."""
        return f"outside:{self.id}"


class OutsideLink(Row, Base):
    """The one-time link of a request: which agency it is for, who asks, and how it ended. It tells of nobody.

    Token and code come from `nonce` and the portal's secret key; the hash finds the row. `tries` counts codes that were
    given since the last right one.
    """

    __tablename__ = "outside_link"
    __table_args__ = (
        Index("ix_outside_link_open", "ended_at", "expires_at"),
        CheckConstraint("(ended_at IS NULL) = (ended_how = '')", name="ended"),
        CheckConstraint(
            "ended_how = '' OR ended_how IN (" + ", ".join(f"'{word}'" for word in Ended) + ")", name="ended_how"
        ),
    )

    request_id: Mapped[UUID] = mapped_column(unique=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(16))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_how: Mapped[str] = mapped_column(String(20), default="")
    mailed_at: Mapped[datetime | None] = mapped_column(default=None)
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)

    appointment: Mapped[Appointment] = relationship(lazy="joined", viewonly=True)

    def open_at(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.expires_at


class OutsideAnswer(Protected, Base):
    """Category progress_summary: what the agency told, on which day and how; of the agency that told it.

    `file_id` is the scan of the fax or paper from which it was written down. No report holds it, because it may say
    more than the questions do (R42).
    """

    __tablename__ = "outside_answer"
    __table_args__ = (
        one_of("section", Section),
        one_of("place", Place),
        one_of("conduct", Conduct),
        one_of("rules", Rules),
        one_of("next_step", NextStep),
        one_of("channel", Channel),
        CheckConstraint(f"length(line) <= {LINE}", name="line"),
    )

    request_id: Mapped[UUID] = mapped_column(unique=True)
    section: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(20))
    conduct: Mapped[str] = mapped_column(String(20))
    rules: Mapped[str] = mapped_column(String(20))
    next_step: Mapped[str] = mapped_column(String(20))
    line: Mapped[str] = mapped_column(String(LINE), default="")
    channel: Mapped[str] = mapped_column(String(20))
    told_on: Mapped[date]
    told_by: Mapped[str] = mapped_column(String(200))
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


refusal("ck_outside_answer_line", "line", TOO_LONG)
