"""Questions: an absence or a test asks one, a person answers it. An absence is a question, not a behavior.

A question, the reasons attached to it and the decision about it repeat the protection of the record that opened it.
They are added and never changed: the last decision holds.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Base
from portal.gate.protected import Gated, Protected
from portal.web.refusals import refusal


class Question(Protected, Base):
    """What a record raised, for a person to decide. `source_key` names the session or the test, `source_id` the row.

    `mark` is the mark or result code that raised it, `behavior_code` the behavior of the program's list that it may be.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("participant_id", "source_kind", "source_key", "behavior_code"),
        CheckConstraint("source_kind IN ('attendance', 'drug_test', 'contact')", name="source_kind"),
        Index("ix_question_participant_day", "participant_id", "occurred_on"),
    )
    made_from = None
    """The row it is derived from, while it is written."""

    source_kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID]
    source_key: Mapped[UUID]
    mark: Mapped[str] = mapped_column(String(20))
    behavior_code: Mapped[str] = mapped_column(String(20))
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def derived_from(self) -> Gated | None:
        return self.made_from


class QuestionAnswer(Protected, Base):
    """A reason that somebody who works with the participant has learned, with what proves it.

    `file_id` is the paper itself, a scan or a photo; it opens to those to whom this row opens.
    """

    __tablename__ = "question_answer"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"), index=True)
    words: Mapped[str] = mapped_column(String(280))
    document_seen: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    question: Mapped[Question] = relationship()

    @property
    def derived_from(self) -> Gated | None:
        return self.question


class QuestionDecision(Protected, Base):
    """What a person decided, or that the question fell away by itself. `step` counts from 1; the last one holds.

    `finding` and `used_on`: for a question about a test, whether use was found, and on which day.
    """

    __tablename__ = "question_decision"
    __table_args__ = (
        UniqueConstraint("question_id", "step"),
        CheckConstraint("outcome IN ('found', 'not_found', 'excused', 'withdrawn', 'reopened')", name="outcome"),
        CheckConstraint("outcome IN ('withdrawn', 'reopened') OR reason <> ''", name="reason"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"))
    step: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(280), default="")
    finding: Mapped[str] = mapped_column(String(20), default="")
    used_on: Mapped[date | None] = mapped_column(default=None)
    decided_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    question: Mapped[Question] = relationship()

    @property
    def derived_from(self) -> Gated | None:
        return self.question


MEANWHILE = _("Somebody else has decided this question meanwhile. Open it again.")
refusal("uq_question_decision_question_id_step", "outcome", MEANWHILE)
refusal("question_decision.question_id, question_decision.step", "outcome", MEANWHILE)
refusal("ck_question_decision_reason", "reason", _("Enter the reason; it stands beside the decision."))
