"""A proposal that answers what a program withholds is withheld with it, and so are the team's views of the proposal."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.withholding.services import follow
from portal.court.staffing.models import StaffingProposal, ViewByRole
from portal.gate.protected import Gated


def hear_withholding(session: Session, record: Gated, actor: Principal) -> None:
    """Both repeat the protection of the behavior that is answered."""
    answers = [
        *session.scalars(select(StaffingProposal).where(StaffingProposal.behavior_id == record.id)),
        *session.scalars(select(ViewByRole).where(ViewByRole.proposal_id == record.id)),
    ]
    for row in answers:
        if row.origin_id == record.origin_id:
            follow(session, actor, row, record)
