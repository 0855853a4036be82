"""Sections that a reader owes, as reasons on the caseload."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.accounts.permissions import Permission
from portal.casework.caseload.columns import Asking, Reason, add_filter, add_reason
from portal.court.sections.owing import owing
from portal.web.dates import day

SECTION = "section_owed"


def connect() -> None:
    """Doing it twice changes nothing."""
    add_reason(15, sections_owed)
    add_filter(SECTION, _l("sections owed"))


def sections_owed(asking: Asking) -> dict[UUID, list[Reason]]:
    """Sections that the reader owes, as reasons on the caseload."""
    found: dict[UUID, list[Reason]] = {}
    if not asking.principal.may(Permission.SECTION_WRITE):
        return found
    for one in owing(asking.session, asking.principal, asking.today):
        if one.submitted or one.participant.id not in asking.participant_ids:
            continue
        due_on = clock.local_date(one.hearing.docket.reports_due_at, asking.principal.zone)
        kind = "late" if asking.at > one.hearing.docket.reports_due_at else "open"
        kind = "due" if kind == "open" and due_on <= asking.today else kind
        href = url_for("court.sections.write", hearing_id=one.hearing.id, key=one.section.key)
        words = _("due %(day)s", day=day(due_on, asking.today))
        reason = Reason(kind, _("Report section"), words, href, SECTION)
        found.setdefault(one.participant.id, []).append(reason)
    return found
