"""The audit trail. Ids and codes only: no name, no content. The application may add rows and nothing else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row
from portal.guards import guard


class AuditEvent(Row, Base):
    """Who did what, when, from where, with which outcome."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "at"),
        Index("ix_audit_event_subject", "participant_id", "at"),
        {"info": {"rights": "SELECT, INSERT"}},
    )

    at: Mapped[datetime] = mapped_column(default=clock.now)
    act: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(40), default="done")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"), default=None)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None)
    participant_id: Mapped[UUID | None] = mapped_column(default=None)
    subject_kind: Mapped[str] = mapped_column(String(60), default="")
    subject_id: Mapped[UUID | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(String(60), default="")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(400), default="")


guard("audit_event_only_added", "audit_event", "TRUE", on=("UPDATE", "DELETE"))
