"""The privacy officers of the programs whose records an order may touch are told when it is entered (R82, R83)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.recipients import acting
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.orders.queries import programs_told

ORDER_ENTERED = "order_entered"


def known_here(_principal: Principal) -> ColumnElement[bool]:
    return exists(select(DisclosureOrder.id).where(DisclosureOrder.id == Notice.subject_id))


def tell_programs(session: Session, order: DisclosureOrder) -> None:
    """In the transaction that enters the order, after its grants were compiled; not the agency that enters it."""
    told = programs_told(session, order.id) - {order.held_by_id}
    for officer in acting(session, clock.now(), Permission.PRIVACY_DESK):
        if officer.agency_id in told:
            tell(session, Tell(ORDER_ENTERED, officer.appointment_id, order.id, str(order.id)))


def add_kinds() -> None:
    add_kind(
        Kind(
            ORDER_ENTERED,
            _("An order was entered that your program has to look at."),
            Permission.PRIVACY_DESK,
            "consent.orders.show",
            lambda notice: {"order_id": notice.subject_id},
            known_here,
        )
    )
