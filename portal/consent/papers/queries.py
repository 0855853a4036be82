"""Signatures, papers and copies of consents; known where the consent is known as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.consent.instruments.models import Consent
from portal.consent.papers.models import ConsentPaper, ConsentSignature, CopyGiven
from portal.web.models import StoredFile


def signatures_of(session: Session, consent_id: UUID) -> Sequence[ConsentSignature]:
    wanted = select(ConsentSignature).where(ConsentSignature.consent_id == consent_id)
    return session.scalars(wanted.order_by(ConsentSignature.recorded_at, ConsentSignature.id)).all()


def recorders(session: Session, signatures: Iterable[ConsentSignature]) -> dict[UUID, str]:
    """Who recorded them, by id; the same person made sure of a name that is not the one on file."""
    wanted = select(UserAccount).where(UserAccount.id.in_([one.recorded_by_id for one in signatures]))
    return {one.id: one.display_name for one in session.scalars(wanted)}


def papers_of(session: Session, consent_id: UUID) -> Sequence[ConsentPaper]:
    wanted = select(ConsentPaper).where(ConsentPaper.consent_id == consent_id)
    return session.scalars(wanted.order_by(ConsentPaper.recorded_at, ConsentPaper.id)).all()


def paper(session: Session, paper_id: UUID) -> ConsentPaper | None:
    return session.scalar(select(ConsentPaper).where(ConsentPaper.id == paper_id))


def copies_of(session: Session, consent_id: UUID) -> Sequence[CopyGiven]:
    wanted = select(CopyGiven).where(CopyGiven.consent_id == consent_id)
    return session.scalars(wanted.order_by(CopyGiven.given_at, CopyGiven.id)).all()


def same_scan(session: Session, consent: Consent, sha256: str) -> bool:
    """Whether another paper of this kind about the same person has this scan, and is neither replaced nor false."""
    wanted = select(Consent).where(
        Consent.participant_id == consent.participant_id,
        Consent.kind == consent.kind,
        Consent.id != consent.id,
        Consent.superseded_at.is_(None),
        Consent.known_false_at.is_(None),
    )
    others = [one.id for one in session.scalars(wanted)]
    scans = select(ConsentPaper).where(ConsentPaper.consent_id.in_(others), ConsentPaper.kind == "scan")
    kept = [one.file_id for one in session.scalars(scans)]
    return any(one.sha256 == sha256 for one in session.scalars(select(StoredFile).where(StoredFile.id.in_(kept))))


def file_of(session: Session, file_id: UUID) -> StoredFile:
    return session.get_one(StoredFile, file_id)


def without_copy(session: Session, agency_id: UUID, participant_id: UUID) -> list[Consent]:
    """Consents whose papers lie at an agency and whose copy nobody has recorded, the newest first."""
    wanted = select(Consent).where(
        Consent.participant_id == participant_id, Consent.held_by_id == agency_id, Consent.superseded_at.is_(None)
    )
    held = session.scalars(wanted.order_by(Consent.recorded_at.desc(), Consent.id)).all()
    given = select(CopyGiven).where(CopyGiven.consent_id.in_([one.id for one in held]))
    there = {one.consent_id for one in session.scalars(given)}
    return [one for one in held if one.id not in there]
