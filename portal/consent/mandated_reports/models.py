"""Reports that a program made because a law asks for them: what was told, to whom, when, by whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.gate.protected import Instrument


class MandatedReport(Instrument, Base):
    """One report (R58, R112, R113). It lies at the program; what was told stands in it once, and is not changed.

    `told` is the report's text, `facts` what of the person was told after a crime. A row of the accounting of
    disclosures, with this row's id, says the same to the participant (R173).
    """

    __tablename__ = "mandated_report"
    __table_args__ = (
        CheckConstraint("kind IN ('child_abuse_report', 'crime_on_premises', 'vital_statistics')", name="kind"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    recipient_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    recipient_name: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(20))
    reported_at: Mapped[datetime]
    told: Mapped[str] = mapped_column(Text)
    facts: Mapped[list[str]] = mapped_column(JSON, default=list)
