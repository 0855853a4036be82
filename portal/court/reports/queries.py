"""Reading filed reports: documents as their addressee, records of filing as the team."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from portal.court.reports.models import FilingRecord, ReportDocument, ReportPaper, ReportSeal


def documents_for(session: Session, docket_id: UUID, role: str) -> dict[UUID, ReportDocument]:
    """The newest version for each hearing of a docket that the reader's agency received in a role."""
    wanted = select(ReportDocument).where(ReportDocument.docket_id == docket_id, ReportDocument.addressee_role == role)
    return {one.hearing_id: one for one in session.scalars(wanted.order_by(ReportDocument.version))}


def documents_about(session: Session, participant_id: UUID, roles: Iterable[str]) -> list[ReportDocument]:
    """What the reader's agency received about a participant in some roles, newest first."""
    wanted = select(ReportDocument).where(
        ReportDocument.participant_id == participant_id, ReportDocument.addressee_role.in_(list(roles))
    )
    return list(session.scalars(wanted.order_by(ReportDocument.filed_at.desc(), ReportDocument.version.desc())))


def document(session: Session, document_id: UUID) -> ReportDocument | None:
    """A document with its content."""
    wanted = select(ReportDocument).options(undefer(ReportDocument.content)).where(ReportDocument.id == document_id)
    return session.scalar(wanted)


def papers_of(session: Session, document_ids: Collection[UUID], with_pdf: bool = False) -> dict[UUID, ReportPaper]:
    """The rendered papers of documents; the bytes only when wanted."""
    wanted = select(ReportPaper).where(ReportPaper.document_id.in_(list(document_ids)))
    if with_pdf:
        wanted = wanted.options(undefer(ReportPaper.pdf))
    return {one.document_id: one for one in session.scalars(wanted)}


def filings_of(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, dict[tuple[UUID, str], FilingRecord]]:
    """What was filed for hearings: the newest record for each addressee, by agency and role."""
    wanted = select(FilingRecord).where(FilingRecord.hearing_id.in_(list(hearing_ids)))
    found: dict[UUID, dict[tuple[UUID, str], FilingRecord]] = {}
    for one in session.scalars(wanted.order_by(FilingRecord.version)):
        found.setdefault(one.hearing_id, {})[one.addressee_agency_id, one.addressee_role] = one
    return found


def seal(session: Session, beginning: str) -> ReportSeal | None:
    """The filed content whose hash begins so. Tells no name."""
    wanted = select(ReportSeal).where(ReportSeal.sha256.startswith(beginning, autoescape=True))
    return session.scalar(wanted.limit(1))
