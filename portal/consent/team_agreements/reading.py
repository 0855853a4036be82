"""The versions of team agreements as their parties read them. Which agencies are asked is known to those asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from portal.consent.instruments.models import Agreement, AgreementSignature, MatrixLine
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.team_agreements.queries import Paper, papers_of
from portal.web.tags import tag_for


class VersionState(StrEnum):
    WAITING = "waiting"
    AHEAD = "ahead"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    ENDED = "ended"


tag_for(
    VersionState,
    {
        VersionState.WAITING: ("wait", _("Waits for signatures")),
        VersionState.AHEAD: ("wait", _("Begins later")),
        VersionState.IN_FORCE: ("done", _("In force")),
        VersionState.REPLACED: ("open", _("Replaced")),
        VersionState.ENDED: ("open", _("Ended")),
    },
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its number among the court's, and how it stands at a moment."""

    id: UUID
    number: int
    paper: Paper
    state: VersionState

    @property
    def missing(self) -> int:
        return sum(1 for one in self.paper.signed.values() if one is None)


def version_row(session: Session, agency_id: UUID, version_id: UUID) -> Agreement | None:
    """A version that this agency proposed or was asked to sign."""
    wanted = select(Agreement).where(Agreement.id == version_id, Agreement.kind == AgreementKind.TEAM, party(agency_id))
    return session.scalar(wanted)


def party(agency_id: UUID) -> ColumnElement[bool]:
    asked = exists(
        select(AgreementSignature.id).where(
            AgreementSignature.agreement_id == Agreement.id, AgreementSignature.agency_id == agency_id
        )
    ).correlate(Agreement)
    return or_(Agreement.agency_id == agency_id, asked)


def courts_of(session: Session, agency_id: UUID) -> set[UUID]:
    """The courts with whose agreement this agency has to do."""
    wanted = select(Agreement.agency_id).where(Agreement.kind == AgreementKind.TEAM, party(agency_id))
    return set(session.scalars(wanted.distinct()))


def versions_of(session: Session, court_id: UUID, agency_id: UUID, at: datetime) -> list[Version]:
    """Of one court, those that this agency may read, the newest first."""
    papers = papers_of(session, [court_id])
    numbered = [(number, key, paper) for number, (key, paper) in enumerate(papers.items(), 1)]
    return [
        Version(key, number, paper, state_of(key, papers, at))
        for number, key, paper in reversed(numbered)
        if agency_id == court_id or agency_id in paper.signed
    ]


def state_of(version_id: UUID, papers: dict[UUID, Paper], at: datetime) -> VersionState:
    paper = papers[version_id]
    start = paper.holds_from
    if paper.ends_at is not None and paper.ends_at <= at:
        return VersionState.ENDED
    if start is None:
        return VersionState.WAITING
    later = [other.holds_from for key, other in papers.items() if key != version_id]
    if any(one is not None and start < one <= at for one in later):
        return VersionState.REPLACED
    return VersionState.AHEAD if at < start else VersionState.IN_FORCE


def lines_of(session: Session, version_id: UUID) -> dict[str, dict[str, int]]:
    """By matrix and role the categories of a version, as masks."""
    found: dict[str, dict[str, int]] = {}
    for one in session.scalars(select(MatrixLine).where(MatrixLine.agreement_id == version_id)):
        found.setdefault(one.matrix, {})[one.role] = one.categories
    return found


def lines_in_force(session: Session, versions: Sequence[Version]) -> dict[str, dict[str, int]]:
    """Those of the version in force; empty where the product's own hold."""
    held = next((one for one in versions if one.state == VersionState.IN_FORCE), None)
    return lines_of(session, held.id) if held is not None else {}
