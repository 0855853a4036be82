"""Records that were delivered to another agency, line by line: they stay with it, bound as they came (R28, R76)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.gate.protected import Delivered
from portal.guards import guard


class DeliveredCopy(Delivered, Base):
    """One record as it was told to an agency, frozen; the lines of one document share `document_id`.

    `categories` is the record's one category, and origin, regime, labels, days and author are the record's own, so that
    what binds the record follows the copy. `recipient` is the key of the holder. `content` has the fields that the
    category opens (R41). `permitted_by` is the rules' reason, `instrument_id` the paper relied on, `why` what the one
    who passed it on wrote down (R71).
    """

    __tablename__ = "delivered_copy"
    __table_args__ = (Index("ix_delivered_copy_document", "document_id"),)
    wall_kind = "copy"

    document_id: Mapped[UUID]
    recipient: Mapped[UUID]
    record_origin_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    regime: Mapped[int] = mapped_column(Integer)
    labels: Mapped[int] = mapped_column(Integer)
    withheld: Mapped[bool] = mapped_column(default=False)
    service_on: Mapped[date]
    record_created_at: Mapped[datetime]
    record_author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    source_table: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[UUID]
    record_version: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    purpose: Mapped[str] = mapped_column(String(40))
    permitted_by: Mapped[str] = mapped_column(String(40))
    obligations: Mapped[list[str]] = mapped_column(JSON)
    instrument_id: Mapped[UUID]
    recipient_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recipient_role: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(String(280), default="")


guard(
    "delivered_copy_frozen",
    "delivered_copy",
    "NEW.record_id <> OLD.record_id OR NEW.holder_id <> OLD.holder_id OR NEW.categories <> OLD.categories "
    "OR NEW.received_kind <> OLD.received_kind OR NEW.record_origin_id <> OLD.record_origin_id "
    "OR NEW.recipient <> OLD.recipient",
    on=("UPDATE",),
)
