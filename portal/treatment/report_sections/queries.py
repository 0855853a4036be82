"""Reading drafts and submitted sections; gated, set-wise. A draft opens to its own agency only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.treatment.report_sections.models import (
    LevelRecommendation,
    MedicationReport,
    ProgressSummary,
    SectionDraft,
)

PARTS: dict[str, type[ProgressSummary | LevelRecommendation | MedicationReport]] = {
    "progress": ProgressSummary,
    "level": LevelRecommendation,
    "medication": MedicationReport,
}


def draft(session: Session, participant_id: UUID, hearing_id: UUID, agency_id: UUID) -> SectionDraft | None:
    """What an agency has typed for a hearing so far."""
    wanted = select(SectionDraft).where(
        SectionDraft.participant_id == participant_id,
        SectionDraft.hearing_id == hearing_id,
        SectionDraft.origin_id == agency_id,
    )
    return session.scalar(wanted)


def drafts(session: Session, hearing_ids: Iterable[UUID], agency_id: UUID) -> Sequence[SectionDraft]:
    """An agency's drafts, kept or submitted, for some hearings."""
    wanted = select(SectionDraft).where(
        SectionDraft.hearing_id.in_(list(hearing_ids)), SectionDraft.origin_id == agency_id
    )
    return session.scalars(wanted).all()


def submitted(
    session: Session, participant_ids: Iterable[UUID], hearing_ids: Iterable[UUID]
) -> dict[str, Sequence[Any]]:
    """The parts that hold, for participants and hearings, by part: progress, level, medication."""
    people, hearings = list(participant_ids), list(hearing_ids)
    return {
        part: session.scalars(
            select(table).where(
                table.participant_id.in_(people), table.hearing_id.in_(hearings), table.superseded_at.is_(None)
            )
        ).all()
        for part, table in PARTS.items()
    }


def own_parts(session: Session, participant_id: UUID, hearing_id: UUID, agency_id: UUID) -> dict[str, Any]:
    """The parts that an agency itself submitted and that hold."""
    found = submitted(session, [participant_id], [hearing_id])
    return {part: row for part, rows in found.items() for row in rows if row.origin_id == agency_id}


CODES: dict[str, Any] = {
    "progress": ProgressSummary,
    "level-advice": LevelRecommendation,
    "medication": MedicationReport,
}
"""The parts by the codes under which they are withheld."""


def own_sent(session: Session, participant_id: UUID, agency_id: UUID, limit: int) -> list[tuple[str, Any]]:
    """(code, row): the parts that an agency submitted for any hearing and that hold, the newest first."""
    found = [
        (code, row)
        for code, table in CODES.items()
        for row in session.scalars(
            select(table)
            .where(table.participant_id == participant_id, table.origin_id == agency_id, table.superseded_at.is_(None))
            .order_by(table.period_to.desc(), table.id)
            .limit(limit)
        )
    ]
    return sorted(found, key=lambda one: one[1].period_to, reverse=True)[:limit]


def last_progress(session: Session, participant_id: UUID, agency_id: UUID) -> ProgressSummary | None:
    """The agency's last submitted summary, whatever the hearing: where the goals stood."""
    wanted = select(ProgressSummary).where(
        ProgressSummary.participant_id == participant_id,
        ProgressSummary.origin_id == agency_id,
        ProgressSummary.superseded_at.is_(None),
    )
    return session.scalar(wanted.order_by(ProgressSummary.service_on.desc(), ProgressSummary.id.desc()).limit(1))
