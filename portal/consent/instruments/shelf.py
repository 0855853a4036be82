"""What leads on from the shelf of a participant's consents: the other pages about sharing, one line for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, url_for
from flask_babel import lazy_gettext as _

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal


@dataclass(frozen=True, slots=True)
class Onward:
    """A page about one participant; its address takes `participant_id`."""

    label: Any
    endpoint: str
    permission: Permission


MORE = (
    Onward(_("Enter a signed form"), "consent.instruments.new", Permission.CONSENT_RECORD),
    Onward(_("Copies still to give"), "consent.papers.copies", Permission.CONSENT_RECORD),
    Onward(_("Take back a consent"), "consent.instruments.choose", Permission.CONSENT_REVOKE),
    Onward(_("Who may see this?"), "consent.answers.who", Permission.CONSENT_READ),
    Onward(_("What your team sees, to print"), "consent.answers.team_sheet", Permission.CONSENT_READ),
    Onward(_("Why can’t they see it?"), "consent.answers.why_cannot", Permission.DECISION_EXPLAIN),
    Onward(_("Why may I see this?"), "consent.instruments.why", Permission.CONSENT_READ),
    Onward(_("Who was told"), "consent.accounting.show", Permission.PRIVACY_DESK),
    Onward(_("Requests and lists"), "consent.desk.about", Permission.PRIVACY_DESK),
    Onward(_("Notice to patients"), "consent.patient_notice.given", Permission.NOTICE_GIVE),
    Onward(_("Promises to tell less"), "consent.restrictions.shelf", Permission.CONSENT_READ),
    Onward(_("Medical emergencies"), "consent.emergencies.shelf", Permission.EMERGENCY_READ),
    Onward(_("Court orders to disclose"), "consent.orders.shelf", Permission.DISCLOSURE_ORDER_READ),
    Onward(_("Give copies of records"), "consent.copies.choose", Permission.RECORDS_REDISCLOSE),
    Onward(_("Received and passed on"), "consent.redisclosures.shelf", Permission.CONSENT_READ),
    Onward(_("Reports that a law asks for"), "consent.mandated_reports.shelf", Permission.MANDATED_REPORT),
)
"""In the order of the page."""


def onward(principal: Principal, participant_id: UUID) -> list[tuple[str, str]]:
    """(address, label) of each page that exists and that this role may open."""
    return [
        (url_for(one.endpoint, participant_id=participant_id), str(one.label))
        for one in MORE
        if one.endpoint in current_app.view_functions and principal.may(one.permission)
    ]
