"""Reading what was recorded for milestones; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.milestones.models import Attestation, MilestoneWaiver


def attestations_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Attestation]]:
    """What holds now, oldest first."""
    wanted = select(Attestation).where(
        Attestation.participant_id.in_(list(participant_ids)), Attestation.superseded_at.is_(None)
    )
    found: dict[UUID, list[Attestation]] = {}
    for row in session.scalars(wanted.order_by(Attestation.seen_on, Attestation.recorded_at, Attestation.id)):
        found.setdefault(row.participant_id, []).append(row)
    return found


def waivers_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[MilestoneWaiver]]:
    """What the judge waived, oldest first."""
    wanted = select(MilestoneWaiver).where(
        MilestoneWaiver.participant_id.in_(list(participant_ids)), MilestoneWaiver.superseded_at.is_(None)
    )
    found: dict[UUID, list[MilestoneWaiver]] = {}
    for row in session.scalars(
        wanted.order_by(MilestoneWaiver.waived_on, MilestoneWaiver.recorded_at, MilestoneWaiver.id)
    ):
        found.setdefault(row.participant_id, []).append(row)
    return found
