"""What an agency received about a participant, what was asked of it, and to whom it could go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.consent.copies.models import DeliveredCopy
from portal.consent.redisclosures.models import RedisclosureRequest
from portal.consent.register import TECHNICAL


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


def targets(session: Session, agency_id: UUID, at: datetime) -> Sequence[Appointment]:
    """Everybody at another agency who acts in a role that may see content at all: the directory of posts."""
    wanted = select(Appointment).where(
        Appointment.agency_id != agency_id,
        Appointment.role.not_in(TECHNICAL),
        Appointment.starts_at <= at,
        or_(Appointment.ends_at.is_(None), Appointment.ends_at > at),
    )
    found = [one for one in session.scalars(wanted).unique() if one.user.status == AccountStatus.ACTIVE]
    return sorted(found, key=lambda one: (one.agency.name, one.user.full_name, one.role))
