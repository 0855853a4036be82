"""On the page of one's client: the way to who may see what. The agencies that write records have it beside these."""

from __future__ import annotations

from portal.accounts.permissions import Permission
from portal.consent.answers.audience import SIDE_OF_THE_PARTICIPANT
from portal.participants.people.panels import Panel, Visit


def who_panel(visit: Visit) -> Panel | None:
    if visit.principal.role not in SIDE_OF_THE_PARTICIPANT or not visit.principal.may(Permission.CONSENT_READ):
        return None
    return Panel("consent/answers/panel.html", {"participant_id": visit.participant.id})
