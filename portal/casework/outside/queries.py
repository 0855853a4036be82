"""Reading whom to ask, what was asked and what was told. What is about a person is gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.casework.outside.models import OutsideAnswer, OutsideContact, OutsideLink, OutsideRequest
from portal.casework.outside.tokens import token_hash
from portal.web.models import StoredFile

NEWEST_FIRST = (OutsideAnswer.told_on.desc(), OutsideAnswer.recorded_at.desc(), OutsideAnswer.id.desc())


def contacts(session: Session, county: str) -> Sequence[OutsideContact]:
    """The directory of a county: who may be asked, whoever is known there or not (R143)."""
    wanted = select(OutsideContact).join(Agency, Agency.id == OutsideContact.agency_id).where(Agency.county == county)
    return session.scalars(wanted.order_by(Agency.name)).all()


def contact(session: Session, agency_id: UUID) -> OutsideContact | None:
    return session.scalar(select(OutsideContact).where(OutsideContact.agency_id == agency_id))


def requests_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[OutsideRequest]]:
    """What was asked about people, newest first."""
    wanted = select(OutsideRequest).where(OutsideRequest.participant_id.in_(list(participant_ids)))
    found: dict[UUID, list[OutsideRequest]] = {}
    for row in session.scalars(wanted.order_by(OutsideRequest.recorded_at.desc(), OutsideRequest.id.desc())):
        found.setdefault(row.participant_id, []).append(row)
    return found


def request(session: Session, request_id: UUID) -> OutsideRequest | None:
    return session.scalar(select(OutsideRequest).where(OutsideRequest.id == request_id))


def answers_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[OutsideAnswer]]:
    """What agencies told about people, newest first."""
    wanted = select(OutsideAnswer).where(OutsideAnswer.participant_id.in_(list(participant_ids)))
    found: dict[UUID, list[OutsideAnswer]] = {}
    for row in session.scalars(wanted.order_by(*NEWEST_FIRST)):
        found.setdefault(row.participant_id, []).append(row)
    return found


def paper_of(session: Session, answer_id: UUID, asker_id: UUID) -> StoredFile | None:
    """The scan of what an agency sent, for the agency that asked it; None for everybody else."""
    wanted = (
        select(OutsideAnswer)
        .join(OutsideRequest, OutsideRequest.id == OutsideAnswer.request_id)
        .where(OutsideAnswer.id == answer_id, OutsideRequest.origin_id == asker_id)
    )
    answer = session.scalar(wanted)
    if answer is None or answer.file_id is None:
        return None
    return session.get_one(StoredFile, answer.file_id)


def links_of(session: Session, requests: Iterable[OutsideRequest]) -> dict[UUID, OutsideLink]:
    """The link of each request that this reader may know of."""
    ids = [one.id for one in requests]
    if not ids:
        return {}
    return {one.request_id: one for one in session.scalars(select(OutsideLink).where(OutsideLink.request_id.in_(ids)))}


def link_of_token(session: Session, token: str, at: datetime) -> OutsideLink | None:
    """The link that an address leads to; None for one that never was, is over, or was used."""
    found = session.scalar(select(OutsideLink).where(OutsideLink.token_hash == token_hash(token)))
    return found if found is not None and found.open_at(at) else None


def agency_names(session: Session, agency_ids: Iterable[UUID]) -> dict[UUID, str]:
    ids = set(agency_ids)
    if not ids:
        return {}
    return {one.id: one.name for one in session.scalars(select(Agency).where(Agency.id.in_(ids)))}
