"""Proposals and different views; gated, set-wise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.court.staffing.models import StaffingProposal, ViewByRole


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that holds, with the different views on it."""

    proposal: StaffingProposal
    views: tuple[ViewByRole, ...]


def proposals_for(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, list[Proposed]]:
    """The proposals that hold, by hearing, oldest first, in two statements."""
    wanted = select(StaffingProposal).where(
        StaffingProposal.hearing_id.in_(list(hearing_ids)), StaffingProposal.superseded_at.is_(None)
    )
    rows = session.scalars(wanted.order_by(StaffingProposal.recorded_at, StaffingProposal.id)).all()
    views: dict[UUID, list[ViewByRole]] = {}
    of_these = select(ViewByRole).where(
        ViewByRole.proposal_id.in_([row.id for row in rows]), ViewByRole.superseded_at.is_(None)
    )
    for view in session.scalars(of_these.order_by(ViewByRole.recorded_at, ViewByRole.id)):
        views.setdefault(view.proposal_id, []).append(view)
    found: dict[UUID, list[Proposed]] = {}
    for row in rows:
        found.setdefault(row.hearing_id, []).append(Proposed(row, tuple(views.get(row.id, ()))))
    return found


def proposal(session: Session, proposal_id: UUID) -> StaffingProposal | None:
    """A proposal that holds."""
    wanted = select(StaffingProposal).where(
        StaffingProposal.id == proposal_id, StaffingProposal.superseded_at.is_(None)
    )
    return session.scalar(wanted)
