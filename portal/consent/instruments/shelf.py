"""What leads on from the shelf of a participant's consents: the other pages about sharing, one line for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal

RECORD, READ = Permission.CONSENT_RECORD, Permission.CONSENT_READ


@dataclass(frozen=True, slots=True)
class Onward:
    """A page about one participant; its address takes `participant_id`."""

    label: Any
    endpoint: str
    permission: Permission


MORE: tuple[tuple[Any, tuple[Onward, ...]], ...] = (
    (
        _("Forms and papers"),
        (
            Onward(_("All forms for a new participant, in one sitting"), "consent.program_packet.start", RECORD),
            Onward(_("Enter a signed form"), "consent.instruments.new", RECORD),
            Onward(_("Copies still to give"), "consent.papers.copies", RECORD),
            Onward(_("Take back a consent"), "consent.instruments.choose", Permission.CONSENT_REVOKE),
            Onward(_("Notice to patients"), "consent.patient_notice.given", Permission.NOTICE_GIVE),
        ),
    ),
    (
        _("Who knows what"),
        (
            Onward(_("Who may see this?"), "consent.answers.who", READ),
            Onward(_("What your team sees, to print"), "consent.answers.team_sheet", READ),
            Onward(_("What your team sees, for the participant to read here"), "consent.answers.to_read", READ),
            Onward(_("Why may I see this?"), "consent.instruments.why", READ),
            Onward(_("Why can’t they see it?"), "consent.answers.why_cannot", Permission.DECISION_EXPLAIN),
            Onward(_("Who was told"), "consent.accounting.show", Permission.PRIVACY_DESK),
            Onward(_("Give copies of records"), "consent.copies.choose", Permission.RECORDS_REDISCLOSE),
            Onward(_("Received and passed on"), "consent.redisclosures.shelf", READ),
        ),
    ),
    (
        _("Beside the consents"),
        (
            Onward(_("Promises to tell less"), "consent.restrictions.shelf", READ),
            Onward(_("Medical emergencies"), "consent.emergencies.shelf", Permission.EMERGENCY_READ),
            Onward(_("Court orders to disclose"), "consent.orders.shelf", Permission.DISCLOSURE_ORDER_READ),
            Onward(_("Reports that a law asks for"), "consent.mandated_reports.shelf", Permission.MANDATED_REPORT),
            Onward(_("Requests and lists"), "consent.desk.about", Permission.PRIVACY_DESK),
        ),
    ),
)
"""By heading, in the order of the page."""
NEED_A_PACKET = "consent.program_packet.start"
"""Offered only where the participant's program has forms."""


def onward(principal: Principal, participant_id: UUID, *, packet: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, (address, label) of each page that this role may open); no heading without a page."""
    found = [
        (
            str(heading),
            [
                (url_for(one.endpoint, participant_id=participant_id), str(one.label))
                for one in pages
                if principal.may(one.permission) and (packet or one.endpoint != NEED_A_PACKET)
            ],
        )
        for heading, pages in MORE
    ]
    return [(heading, links) for heading, links in found if links]
