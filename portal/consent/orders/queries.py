"""Reading court orders. The wall shows each where it lies, to the programs that are told, and to those it names."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.instruments.models import DisclosureOrder


def orders_of(session: Session, participant_id: UUID) -> Sequence[DisclosureOrder]:
    """The newest first."""
    wanted = select(DisclosureOrder).where(DisclosureOrder.participant_id == participant_id)
    return session.scalars(wanted.order_by(DisclosureOrder.issued_at.desc(), DisclosureOrder.id)).all()


def order(session: Session, order_id: UUID) -> DisclosureOrder | None:
    return session.scalar(select(DisclosureOrder).where(DisclosureOrder.id == order_id))
