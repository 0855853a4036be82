"""Who asked to pass on what an agency received, why, and what the rules said."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.gate.protected import Instrument


class RedisclosureRequest(Instrument, Base):
    """One request about one received document (R70-R76). It lies at the agency that holds the copy.

    `asked` lines were in the document, `passed` of them went on, as document `passed_document_id` (nil for none).
    `reasons` are the rules' codes for the others; nobody who asks is shown them (R148).
    """

    __tablename__ = "redisclosure_request"
    __table_args__ = (CheckConstraint("passed BETWEEN 0 AND asked", name="passed"),)

    document_id: Mapped[UUID]
    target_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    target_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    target_role: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(String(280))
    asked: Mapped[int]
    passed: Mapped[int]
    passed_document_id: Mapped[UUID]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
