"""The way to the orders for those who enter them and have no page of consents: the court's clerks."""

from __future__ import annotations

from portal.accounts.permissions import Permission
from portal.participants.people.panels import Panel, Visit


def orders_panel(visit: Visit) -> Panel | None:
    may = visit.principal.may
    if not may(Permission.DISCLOSURE_ORDER_RECORD) or may(Permission.CONSENT_READ):
        return None
    return Panel("consent/orders/panel.html", {"participant_id": visit.participant.id})
