"""Reading court orders. The wall shows each where it lies, to the programs that are told, and to those it names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import DisclosureOrder

LATELY = timedelta(days=14)
"""So long an order that others entered stands on "Today"."""
TOLD = "told"


def orders_of(session: Session, participant_id: UUID) -> Sequence[DisclosureOrder]:
    """The newest first."""
    wanted = select(DisclosureOrder).where(DisclosureOrder.participant_id == participant_id)
    return session.scalars(wanted.order_by(DisclosureOrder.issued_at.desc(), DisclosureOrder.id)).all()


def order(session: Session, order_id: UUID) -> DisclosureOrder | None:
    return session.scalar(select(DisclosureOrder).where(DisclosureOrder.id == order_id))


def programs_told(session: Session, order_id: UUID) -> set[UUID]:
    """The programs that learn of an order."""
    wanted = select(AccessGrant.holder_id).where(
        AccessGrant.instrument_id == order_id, AccessGrant.instrument_kind == TOLD
    )
    return set(session.scalars(wanted))


def lately_told(session: Session, agency_id: UUID, at: datetime) -> Sequence[DisclosureOrder]:
    """What other agencies entered in the last days and this program is told of, as long as it stands; newest first."""
    told = select(AccessGrant.instrument_id).where(
        AccessGrant.instrument_kind == TOLD, AccessGrant.holder_id == agency_id
    )
    wanted = select(DisclosureOrder).where(
        DisclosureOrder.id.in_(told),
        DisclosureOrder.held_by_id != agency_id,
        DisclosureOrder.recorded_at > at - LATELY,
        DisclosureOrder.vacated_at.is_(None),
    )
    return session.scalars(wanted.order_by(DisclosureOrder.recorded_at.desc(), DisclosureOrder.id)).all()
