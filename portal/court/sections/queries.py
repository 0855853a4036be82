"""Which sections were submitted for which hearings, and which this reader can expect; a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.report_sections.models import CaseworkSection
from portal.casework.report_sections.vocabulary import SECTION as CASEWORK
from portal.compliance.report_sections.models import SupervisionSection
from portal.compliance.report_sections.vocabulary import SECTION as SUPERVISION
from portal.consent.reading import consent_grants
from portal.court.dockets.models import Hearing
from portal.gate.reader import reader_of
from portal.gate.vocabulary import Category
from portal.participants.enrollments.models import Enrollment, TeamMember
from portal.participants.programs.definition import ReportSection
from portal.participants.programs.services import rules_of
from portal.treatment.report_sections.models import ProgressSummary

TREATMENT = "treatment"
TABLES: dict[str, Any] = {
    TREATMENT: ProgressSummary,
    CASEWORK: CaseworkSection,
    SUPERVISION: SupervisionSection,
}
CATEGORIES = {
    TREATMENT: Category.PROGRESS_SUMMARY,
    CASEWORK: Category.NEED_GOAL,
    SUPERVISION: Category.SUPERVISION_CONTACT,
}


@dataclass(frozen=True, slots=True)
class Submitted:
    """That an agency submitted a section for a hearing, as far as this reader may know."""

    key: str
    hearing_id: UUID
    origin_id: UUID
    submitted_at: datetime


def submitted_for(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, list[Submitted]]:
    """What was submitted and holds, by hearing: one statement a section."""
    found: dict[UUID, list[Submitted]] = {}
    for key, table in TABLES.items():
        wanted = select(table).where(table.hearing_id.in_(list(hearing_ids)), table.superseded_at.is_(None))
        for row in session.scalars(wanted):
            found.setdefault(row.hearing_id, []).append(Submitted(key, row.hearing_id, row.origin_id, row.created_at))
    return found


def sections_of(enrollment: Enrollment) -> tuple[ReportSection, ...]:
    """The sections that the program wants before each hearing."""
    return tuple(one for one in rules_of(enrollment.program_version).sections if one.when == "hearing")


def on_team(members: Iterable[TeamMember], section: ReportSection, at: datetime) -> list[TeamMember]:
    """Who on the team writes a section."""
    roles = {str(role) for role in section.roles}
    return [one for one in members if one.role in roles and one.starts_at <= at and (one.ends_at or at) >= at]


def receivable(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Which categories of other agencies' health records open to this reader now: what can come at all."""
    found: dict[UUID, int] = {}
    for grant in consent_grants(session, participant_ids):
        found[grant.participant_id] = found.get(grant.participant_id, 0) | grant.categories
    return found


def expected_of(
    session: Session,
    hearings: Sequence[Hearing],
    enrollments: Mapping[UUID, Enrollment],
    teams: Mapping[UUID, list[TeamMember]],
) -> dict[UUID, list[ReportSection]]:
    """The sections that this reader can expect for each hearing: somebody on the team writes them, and they may come.

    A section that no consent opens to the reader is neither owed nor counted: nothing tells why it is not there.
    """
    reader = reader_of(session)
    opened = receivable(session, [one.participant_id for one in hearings])
    found: dict[UUID, list[ReportSection]] = {}
    for hearing in hearings:
        enrollment = enrollments.get(hearing.participant_id)
        if enrollment is None:
            continue
        members = teams.get(hearing.participant_id, [])
        health = opened.get(hearing.participant_id, 0)
        found[hearing.id] = [
            section
            for section in sections_of(enrollment)
            if on_team(members, section, reader.at) and comes(section.key, health, reader.held)
        ]
    return found


def comes(key: str, health: int, held: int) -> bool:
    """Whether a section can come to a reader: a clinic's by consent, a justice agency's by the role."""
    category = CATEGORIES.get(key)
    if category is None:
        return False
    return bool((health if key == TREATMENT else held) & category.bit)
