"""What a program's privacy officer found about an emergency, and by what a person is found at a bedside."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Row
from portal.gate.protected import Instrument
from portal.web.refusals import refusal


class EmergencyReview(Instrument, Base):
    """One program's review of one emergency (R102); it lies at that program, and is not changed afterwards."""

    __tablename__ = "emergency_review"
    __table_args__ = (
        UniqueConstraint("emergency_id", "held_by_id"),
        CheckConstraint("finding IN ('justified', 'too_much', 'not_justified')", name="finding"),
    )

    emergency_id: Mapped[UUID] = mapped_column(ForeignKey("emergency_access.id"))
    finding: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)


class BedsideKey(Row, Base):
    """A hash of somebody's full name and date of birth, by which medical personnel find a person whom they don't know.

    Not walled: a hash of what one has to know in full tells nothing else, and only a documented emergency asks for it.
    """

    __tablename__ = "bedside_key"
    __table_args__ = (UniqueConstraint("participant_id", "key"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    key: Mapped[str] = mapped_column(String(64), index=True)


REVIEWED_TWICE = _("Your program has reviewed this emergency already.")
refusal("uq_emergency_review_emergency_id_held_by_id", "", REVIEWED_TWICE)
refusal("emergency_review.emergency_id, emergency_review.held_by_id", "", REVIEWED_TWICE)
