"""Accounting of disclosures: what another agency saw of a participant's records, and under which instrument."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.registers.models import ONLY_ADDED, Matter
from portal.consent.registers.vocabulary import Register
from portal.db import Base, Row
from portal.gate.protected import Kept
from portal.guards import guard


class Disclosure(Row, Base):
    """One row for a session, participant, holder, instrument, categories, purpose and hour (R170). Never changed.

    `channel` is screen, report, packet or print; ids are kept without foreign keys, so that nothing cascades.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        UniqueConstraint(
            "session_id", "participant_id", "holder_id", "instrument_id", "categories", "purpose", "hour", "channel"
        ),
        Index("ix_disclosure_participant", "participant_id", "at"),
        {"info": {"rights": "SELECT, INSERT"}},
    )

    at: Mapped[datetime] = mapped_column(default=clock.now)
    session_id: Mapped[UUID]
    participant_id: Mapped[UUID]
    holder_id: Mapped[UUID]
    user_id: Mapped[UUID]
    agency_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(40))
    instrument_id: Mapped[UUID]
    instrument_kind: Mapped[str] = mapped_column(String(40))
    categories: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(40))
    hour: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20), default="screen")
    notice: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(60), default="")


guard("disclosure_only_added", "disclosure", "TRUE", on=("UPDATE", "DELETE"), repeats=True)


class AccountingRequest(Matter, Base):
    """Somebody asks who was told (2.25), or who was told through an intermediary (2.24); for which days, both included.

    Without days it is all that the law lets one ask for. `written` as 2.24 wants it.
    """

    __tablename__ = "accounting_request"
    __table_args__ = (CheckConstraint("from_on IS NULL OR to_on IS NULL OR from_on <= to_on", name="days"), ONLY_ADDED)
    register: ClassVar[Register] = Register.ACCOUNTING

    kind: Mapped[str] = mapped_column(String(20))
    written: Mapped[bool]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def extendable(self) -> bool:
        """2.24 names 30 days, and no more after them (R136)."""
        return self.kind != RequestKind.INTERMEDIARY and super().extendable


class AccountingSuspension(Kept, Base):
    """An agency of the law asks that what it was told be left out for a time (164.528(a)(2); R174).

    By word of mouth for 30 days at most; in writing for the time that the writing states. `official` is who asked.
    """

    __tablename__ = "accounting_suspension"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="interval"), ONLY_ADDED)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    official: Mapped[str] = mapped_column(String(200))
    written: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
