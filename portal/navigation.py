"""The main navigation: what each role finds in the header, in the order of its day."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.web.shell import NavItem

ENTRIES = (
    (_("Today"), "accounts.home.today", Permission.HOME_READ),
    (_("Dockets"), "court.dockets.upcoming", Permission.DOCKET_READ),
    (_("Groups"), "treatment.sessions.upcoming", Permission.ROSTER_READ),
    (_("Caseload"), "casework.caseload.show", Permission.CASELOAD_READ),
    (_("Participants"), "participants.people.roll", Permission.PARTICIPANT_READ),
    (_("Test results"), "compliance.drug_tests.recent", Permission.TEST_RECORD),
    (_("Report sections"), "court.sections.owed", Permission.SECTION_WRITE),
    (_("Packets"), "court.packets.shelf", Permission.PACKET_READ),
    (_("Privacy"), "consent.desk.overview", Permission.PRIVACY_DESK),
    (_("Agreements"), "consent.agreements.register", Permission.AGREEMENT_READ),
    (_("Staff"), "accounts.staff.roll", Permission.STAFF_MANAGE),
    (_("Staff log"), "accounts.staff_log.show", Permission.STAFF_MANAGE),
    (_("Audit trail"), "consent.trail.acts", Permission.AUDIT_READ),
    (_("Notices"), "accounts.notices.inbox", Permission.HOME_READ),
    (_("Operations"), "accounts.operations.overview", Permission.OPERATIONS),
    (_("Site settings"), "consent.doubts.overview", Permission.SITE_SETTINGS),
)


NOTICES = "accounts.notices.inbox"


def main_nav(principal: Principal, endpoint: str, waiting: int) -> list[NavItem]:
    """The entries that this role may open and that exist; the one of the open page's feature is current.

    `waiting` is how many notices stand unread.
    """
    feature = endpoint.rsplit(".", 1)[0]
    return [
        NavItem(counted(str(label), target, waiting), url_for(target), current=target.rsplit(".", 1)[0] == feature)
        for label, target, permission in ENTRIES
        if target in current_app.view_functions and principal.may(permission)
    ]


def counted(label: str, target: str, waiting: int) -> str:
    """ "Notices (2)" while some stand unread."""
    if target != NOTICES or not waiting:
        return label
    return gettext("%(label)s (%(number)d)", label=label, number=waiting)
