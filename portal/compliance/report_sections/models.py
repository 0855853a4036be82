"""The supervision section: a draft of one's own, and what was submitted for a hearing or a review."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.refusals import refusal

HOLDS = text("superseded_at IS NULL")


class SupervisionDraft(Protected, Base):
    """Category draft: the line as it is being written; one a participant, hearing and agency."""

    __tablename__ = "supervision_draft"
    __table_args__ = (UniqueConstraint("participant_id", "origin_id", "hearing_id"),)

    hearing_id: Mapped[UUID]
    hearing_on: Mapped[date]
    line: Mapped[str] = mapped_column(String(LINE), default="")
    edited_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SupervisionSection(Protected, Superseding, Base):
    """Category supervision_contact: one line for the court, as submitted. A later one supersedes it."""

    __tablename__ = "supervision_section"
    __table_args__ = (
        CheckConstraint(f"length(line) <= {LINE}", name="line"),
        Index(
            "uq_supervision_section_current",
            "participant_id",
            "origin_id",
            "hearing_id",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
    )

    hearing_id: Mapped[UUID]
    hearing_on: Mapped[date]
    line: Mapped[str] = mapped_column(String(LINE))
    author_name: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)


refusal("ck_supervision_section_line", "line", TOO_LONG)
