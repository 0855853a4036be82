"""What a step on a demand can be about: the court's orders on file."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.consent.agreements.queries import agency_names
from portal.consent.orders.forms import told
from portal.consent.registers.giving import Given, sound_orders
from portal.consent.registers.models import Matter
from portal.web.dates import day_with_year, local_day


def orders_to_choose(session: Session, matter: Matter) -> tuple[list[SelectChoice], list[SelectChoice]]:
    """Each sound order about the person with each agency that it names; and what the orders name."""
    orders = sound_orders(session, matter.participant_id) if matter.participant_id else []
    names = agency_names(session)
    under = [
        SelectChoice(
            str(Given(order.id, UUID(agency_id))),
            _(
                "%(agency)s, by the order of %(day)s, %(court)s",
                agency=names[UUID(agency_id)],
                day=day_with_year(local_day(order.issued_at)),
                court=order.court,
            ),
        )
        for order in orders
        for agency_id in order.recipient_agencies
    ]
    named = {category for order in orders for category in order.categories}
    return under, [one for one in told() if one.value in named]
