"""Accounting of disclosures: what another agency saw of a participant's records, and under which instrument."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row
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


guard("disclosure_only_added", "disclosure", "TRUE", on=("UPDATE", "DELETE"))
