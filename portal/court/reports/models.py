"""Filed reports: frozen documents of their addressees, their paper, and the record that something was filed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row
from portal.gate.protected import Delivered, Protected
from portal.guards import guard

ONLY_ADDED = {"info": {"rights": "SELECT, INSERT"}}
"""What was filed stays as it was filed: nobody changes or removes it, the application least of all."""


class ReportDocument(Delivered, Base):
    """What one addressee was told about one participant for one hearing; never changed, only followed by a version.

    `content` is the canonical text of `ReportContent`, `sha256` its hash. `holder_id` is the addressee's agency.
    """

    __tablename__ = "report_document"
    __table_args__ = (
        UniqueConstraint("hearing_id", "holder_id", "addressee_role", "version", name="uq_report_document_version"),
        Index("ix_report_document_holder", "holder_id", "hearing_id"),
        ONLY_ADDED,
    )

    hearing_id: Mapped[UUID] = mapped_column(ForeignKey("hearing.id"))
    docket_id: Mapped[UUID] = mapped_column(ForeignKey("docket.id"), index=True)
    addressee_role: Mapped[str] = mapped_column(String(40))
    addressee_appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    correction: Mapped[str] = mapped_column(String(280), default="")
    content: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    notice_version: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(Text, default="")
    filed_at: Mapped[datetime] = mapped_column(default=clock.now)


class ReportPaper(Delivered, Base):
    """The PDF of a filed report, rendered once; it is as much the addressee's as the document."""

    __tablename__ = "report_paper"
    __table_args__ = (UniqueConstraint("document_id", name="uq_report_paper_document"), ONLY_ADDED)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("report_document.id"))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str] = mapped_column(String(64))


class FilingRecord(Protected, Base):
    """Category hearing: that a report was filed, for whom and when; nothing of what it says."""

    __tablename__ = "filing_record"
    __table_args__ = (
        UniqueConstraint("hearing_id", "addressee_agency_id", "addressee_role", "version", name="uq_filing_version"),
        ONLY_ADDED,
    )

    hearing_id: Mapped[UUID] = mapped_column(ForeignKey("hearing.id"))
    document_id: Mapped[UUID]
    addressee_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    addressee_role: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    filed_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))


class ReportSeal(Row, Base):
    """The hash of a filed content, with no name: what the page that checks a copy answers from."""

    __tablename__ = "report_seal"
    __table_args__ = (Index("ix_report_seal_sha256", "sha256"), ONLY_ADDED)

    sha256: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    filed_at: Mapped[datetime]


for frozen in (ReportDocument, ReportPaper, FilingRecord, ReportSeal):
    name = str(frozen.__tablename__)
    guard(f"{name}_frozen", name, "TRUE", on=("UPDATE", "DELETE"))
