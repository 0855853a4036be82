"""The case-management section: a draft of one's own, and what was submitted for a hearing or a review."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal import clock
from portal.casework.report_sections.vocabulary import Change
from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.refusals import refusal

CHANGES = ", ".join(f"'{change}'" for change in Change)
AREAS = ("housing", "work", "school", "family", "health")
HOLDS = text("superseded_at IS NULL")


class Content:
    """What both carry: how each area of life has moved since the last report, and the line."""

    hearing_id: Mapped[UUID]
    hearing_on: Mapped[date]
    housing: Mapped[str] = mapped_column(String(20), default=Change.NOT_SAID)
    work: Mapped[str] = mapped_column(String(20), default=Change.NOT_SAID)
    school: Mapped[str] = mapped_column(String(20), default=Change.NOT_SAID)
    family: Mapped[str] = mapped_column(String(20), default=Change.NOT_SAID)
    health: Mapped[str] = mapped_column(String(20), default=Change.NOT_SAID)

    @declared_attr
    def line(cls) -> Mapped[str]:
        return mapped_column(String(LINE), default="")


class CaseworkDraft(Content, Protected, Base):
    """Category draft: the section as it is being written; one a participant, hearing and agency."""

    __tablename__ = "casework_draft"
    __table_args__ = (UniqueConstraint("participant_id", "origin_id", "hearing_id"),)

    edited_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseworkSection(Content, Protected, Superseding, Base):
    """Category need_goal: the section as submitted. A later one supersedes it."""

    __tablename__ = "casework_section"
    __table_args__ = (
        *(CheckConstraint(f"{area} IN ({CHANGES})", name=area) for area in AREAS),
        CheckConstraint(f"length(line) <= {LINE}", name="line"),
        Index(
            "uq_casework_section_current",
            "participant_id",
            "origin_id",
            "hearing_id",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
    )

    author_name: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)


refusal("ck_casework_section_line", "line", TOO_LONG)
