"""The treatment section for one hearing: a draft of the clinic's own, then one row for each thing a court may read.

Three tables when submitted, because a prosecutor reads progress, but neither level of care nor medication. The hearing
belongs to a room above; its id is kept without a foreign key.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.web.refusals import refusal

CURRENT = text("superseded_at IS NULL")


class SectionDraft(Protected, Base):
    """Category draft: what the clinic has typed so far. It stays the clinic's own, also once it is submitted."""

    __tablename__ = "treatment_section_draft"
    __table_args__ = (UniqueConstraint("participant_id", "origin_id", "hearing_id"),)

    hearing_id: Mapped[UUID]
    due_on: Mapped[date]
    period_from: Mapped[date]
    period_to: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    rating: Mapped[str] = mapped_column(String(12), default="")
    goals_met: Mapped[int | None] = mapped_column(default=None)
    goals_total: Mapped[int | None] = mapped_column(default=None)
    line: Mapped[str] = mapped_column(String(1000), default="")
    next_sessions: Mapped[str] = mapped_column(String(160), default="")
    level_advice: Mapped[str] = mapped_column(String(12), default="")
    medication: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Submitted(Superseding):
    """What each submitted part has: the hearing it is for, the period it tells about, its version."""

    hearing_id: Mapped[UUID]
    due_on: Mapped[date]
    period_from: Mapped[date]
    period_to: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)


def one_current(table: str) -> Index:
    """One current row for a participant, an agency and a hearing; a correction supersedes it."""
    columns = ("participant_id", "origin_id", "hearing_id")
    return Index(f"uq_{table}_current", *columns, unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT)


def no_free_text() -> CheckConstraint:
    return CheckConstraint("correction_reason = ''", name="no_free_text")


class ProgressSummary(Protected, Submitted, Base):
    """Category progress_summary: the rating, the goals, one line that may be read aloud, the next sessions."""

    __tablename__ = "progress_summary"
    __table_args__ = (
        one_current("progress_summary"),
        no_free_text(),
        CheckConstraint("goals_met >= 0 AND goals_met <= goals_total", name="goals"),
        CheckConstraint("length(line) <= 280", name="line"),
    )

    rating: Mapped[str] = mapped_column(String(12))
    goals_met: Mapped[int | None] = mapped_column(default=None)
    goals_total: Mapped[int | None] = mapped_column(default=None)
    line: Mapped[str] = mapped_column(String(280), default="")
    next_sessions: Mapped[str] = mapped_column(String(160), default="")


class LevelRecommendation(Protected, Submitted, Base):
    """Category level_of_care: the present level, and whether the clinician would keep it. Never why."""

    __tablename__ = "level_recommendation"
    __table_args__ = (one_current("level_recommendation"), no_free_text())

    level: Mapped[str] = mapped_column(String(10))
    advice: Mapped[str] = mapped_column(String(12))
    advised_level: Mapped[str] = mapped_column(String(10), default="")


class MedicationReport(Protected, Submitted, Base):
    """Category medication_compliance: taken as prescribed, not, or none prescribed."""

    __tablename__ = "medication_report"
    __table_args__ = (one_current("medication_report"), no_free_text())

    taken: Mapped[str] = mapped_column(String(20))


SUBMITTED_ALREADY = _("This section was submitted meanwhile. Open it again.")
for table in ("progress_summary", "level_recommendation", "medication_report"):
    refusal(f"uq_{table}_current", "", SUBMITTED_ALREADY)
    refusal(f"{table}.participant_id, {table}.origin_id, {table}.hearing_id", "", SUBMITTED_ALREADY)
refusal("ck_progress_summary_goals", "goals_met", _("Enter no more goals met than there are goals."))
refusal("ck_progress_summary_line", "line", _("Shorten the line to 280 characters."))
