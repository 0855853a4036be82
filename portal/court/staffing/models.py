"""What the team proposes for a hearing, and who sees it differently.

A proposal that answers a behavior repeats that behavior's protection, so that a clinic's fact does not become a
court's record by being answered.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base
from portal.gate.protected import Gated, Protected, Superseding
from portal.ids import NIL


class StaffingProposal(Protected, Superseding, Base):
    """A response that the team proposes. Who proposed it, or whoever runs the sheet, may replace it.

    The same response in answer to another behavior is a row of its own: proposals of different protection never meet,
    so that nobody learns of one he may not see (R147). `behavior_id` is nil where nothing is answered.
    """

    __tablename__ = "staffing_proposal"
    __table_args__ = (
        CheckConstraint("length(why) <= 280", name="why"),
        CheckConstraint("kind IN ('incentive', 'sanction', 'service_adjustment', 'none')", name="kind"),
        Index(
            "uq_staffing_proposal_current",
            "hearing_id",
            "kind",
            "code",
            "origin_id",
            "behavior_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    foreign_changes = True
    __allow_unmapped__ = True
    source: Gated | None = None

    hearing_id: Mapped[UUID] = mapped_column(ForeignKey("hearing.id"))
    behavior_id: Mapped[UUID] = mapped_column(default=NIL)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    amount: Mapped[int | None] = mapped_column(default=None)
    why: Mapped[str] = mapped_column(String(280), default="")
    outside_matrix: Mapped[bool] = mapped_column(default=False)
    next_on: Mapped[date | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def derived_from(self) -> Gated | None:
        return self.source


class ViewByRole(Protected, Superseding, Base):
    """A different view of a proposal, by role: "Defense: praise alone"."""

    __tablename__ = "view_by_role"
    __table_args__ = (
        CheckConstraint("length(words) BETWEEN 1 AND 280", name="words"),
        Index(
            "uq_view_by_role_current",
            "proposal_id",
            "role",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    foreign_changes = True
    __allow_unmapped__ = True
    source: Gated | None = None

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("staffing_proposal.id"))
    role: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(280))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def derived_from(self) -> Gated | None:
        return self.source
