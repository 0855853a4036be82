"""Milestones: what people recorded for them, and what the judge waived."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.web.refusals import refusal

HOLDS = text("superseded_at IS NULL")


class Attestation(Protected, Superseding, Base):
    """A person records what meets a milestone: a document seen, a word given, a number added.

    Its category is the milestone's own where that is the recording agency's to tell, else phase_status.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        CheckConstraint("amount > 0 AND amount <= 1000000", name="amount"),
        CheckConstraint("words <> ''", name="words"),
    )

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    milestone_key: Mapped[str] = mapped_column(String(40))
    seen_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(280))
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2), default=Decimal(1))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


class MilestoneWaiver(Protected, Superseding, Base):
    """Category phase_status: the judge waived a milestone; the reason goes with it."""

    __tablename__ = "milestone_waiver"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        Index(
            "uq_milestone_waiver_current",
            "enrollment_id",
            "milestone_key",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
    )

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    milestone_key: Mapped[str] = mapped_column(String(40))
    waived_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(280))
    hearing_id: Mapped[UUID | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


refusal("ck_attestation_amount", "amount", _("Enter a number above 0 and up to 1,000,000."))
refusal("ck_attestation_words", "words", _("Enter what you saw or heard, in a few words."))
refusal("ck_milestone_waiver_reason", "reason", _("Enter the judge’s reason."))
for _name in ("uq_milestone_waiver_current", "milestone_waiver.enrollment_id, milestone_waiver.milestone_key"):
    refusal(_name, "milestone_key", _("This milestone is waived already."))
