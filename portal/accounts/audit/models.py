"""The audit trail and its seals. Ids and codes only: no name, no content. Rows are added, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row
from portal.guards import guard

LOOKS_ONLY: dict[str, Any] = {
    "sqlite_where": text("origin_id IS NOT NULL"),
    "postgresql_where": text("origin_id IS NOT NULL"),
}
"""Rows of looks name an origin, the rest don't: their indexes hold nothing else."""


class AuditEvent(Row, Base):
    """Who did what, when, from where, with which outcome.

    A row with `origin_id` is a look: this session saw records of that agency about that participant, of these
    `categories` (a bit mask), for the first time in an hour (`audit/looks.py`).
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "at"),
        Index("ix_audit_event_subject", "participant_id", "at"),
        Index("ix_audit_event_agency", "agency_id", "at"),
        Index("ix_audit_event_origin", "origin_id", "at", **LOOKS_ONLY),
        Index("ix_audit_event_session", "session_id", "at", **LOOKS_ONLY),
        {"info": {"rights": "SELECT, INSERT"}},
    )

    at: Mapped[datetime] = mapped_column(default=clock.now)
    act: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(40), default="done")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"), default=None)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None)
    session_id: Mapped[UUID | None] = mapped_column(default=None)
    participant_id: Mapped[UUID | None] = mapped_column(default=None)
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None)
    categories: Mapped[int] = mapped_column(BigInteger, default=0)
    subject_kind: Mapped[str] = mapped_column(String(60), default="")
    subject_id: Mapped[UUID | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(String(60), default="")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(400), default="")


class AuditSeal(Row, Base):
    """One sealed batch of the trail: the root of its rows' hash tree, chained to the batch before, signed (Ed25519)."""

    __tablename__ = "audit_seal"
    __table_args__ = ({"info": {"rights": "SELECT, INSERT"}},)

    number: Mapped[int] = mapped_column(unique=True)
    rows: Mapped[int]
    sealed_at: Mapped[datetime]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    head: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditLeaf(Base):
    """The hash of one row as it was when it was sealed, so that an altered or missing row can be named."""

    __tablename__ = "audit_leaf"
    __table_args__ = (
        Index("ix_audit_leaf_seal", "seal_number", "event_id"),
        {"info": {"rights": "SELECT, INSERT"}},
    )

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    seal_number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


for table in (AuditEvent, AuditSeal, AuditLeaf):
    name = str(table.__tablename__)
    guard(f"{name}_only_added", name, "TRUE", on=("UPDATE", "DELETE"))
