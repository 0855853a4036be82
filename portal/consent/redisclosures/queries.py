"""What an agency received about a participant, and what was asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.copies.models import DeliveredCopy
from portal.consent.redisclosures.models import RedisclosureRequest


def documents_of(session: Session, participant_id: UUID, holder_id: UUID) -> dict[UUID, list[DeliveredCopy]]:
    """By document the lines that the reader's agency holds and the reader's role opens, the newest first."""
    wanted = select(DeliveredCopy).where(
        DeliveredCopy.participant_id == participant_id, DeliveredCopy.holder_id == holder_id
    )
    found: dict[UUID, list[DeliveredCopy]] = {}
    for line in session.scalars(wanted.order_by(DeliveredCopy.created_at.desc(), DeliveredCopy.service_on)):
        found.setdefault(line.document_id, []).append(line)
    return found


def lines_of(session: Session, document_id: UUID, holder_id: UUID) -> Sequence[DeliveredCopy]:
    wanted = select(DeliveredCopy).where(DeliveredCopy.document_id == document_id, DeliveredCopy.holder_id == holder_id)
    return session.scalars(wanted.order_by(DeliveredCopy.service_on, DeliveredCopy.id)).all()


def requests_of(session: Session, participant_id: UUID) -> Sequence[RedisclosureRequest]:
    """What the reader's agency asked to pass on, the newest first."""
    wanted = select(RedisclosureRequest).where(RedisclosureRequest.participant_id == participant_id)
    return session.scalars(wanted.order_by(RedisclosureRequest.recorded_at.desc(), RedisclosureRequest.id)).all()
