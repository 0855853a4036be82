"""What this room offers. Other rooms' columns and reasons of the caseload are connected above: `caseload.columns`."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts.jobs.services import register_handler
from portal.accounts.permissions import Permission
from portal.casework.caseload.board import OVERDUE
from portal.casework.caseload.columns import Asking, Reason, add_filter, add_reason
from portal.casework.contacts import queries as contacts
from portal.casework.needs import queries as needs
from portal.casework.needs.vocabulary import NeedState
from portal.casework.outside import gathering as outside
from portal.casework.outside.mailing import MAIL_JOB, send_link
from portal.casework.outside.telling import add_kinds
from portal.participants.people import panels
from portal.participants.people.panels import Panel, Visit
from portal.web.dates import day

GOAL_DAYS = 7
FEW = 3


def contacts_panel(visit: Visit) -> Panel | None:
    found = contacts.contacts_of(visit.session, [visit.participant.id]).get(visit.participant.id)
    if not found:
        return None
    may = visit.principal.may(Permission.CONTACT_READ)
    href = url_for("casework.contacts.shelf", participant_id=visit.participant.id) if may else ""
    return Panel("casework/contacts/panel.html", {"contacts": found[:FEW], "href": href})


def needs_panel(visit: Visit) -> Panel | None:
    found = needs.needs_of(visit.session, [visit.participant.id]).get(visit.participant.id, [])
    still = [one for one in found if one.state.still_open]
    if not still:
        return None
    may = visit.principal.may(Permission.CASELOAD_READ)
    href = url_for("casework.needs.shelf", participant_id=visit.participant.id) if may else ""
    return Panel("casework/needs/panel.html", {"needs": still, "href": href})


def outside_panel(visit: Visit) -> Panel | None:
    """What agencies outside told, as far as a consent opens it to this reader."""
    found = outside.told_about(visit.session, [visit.participant.id]).get(visit.participant.id)
    if not found:
        return None
    may = visit.principal.may(Permission.OUTSIDE_ASK)
    href = url_for("casework.outside.shelf", participant_id=visit.participant.id) if may else ""
    return Panel("casework/outside/panel.html", {"told": found[:FEW], "href": href})


def goals_due(asking: Asking) -> dict[UUID, list[Reason]]:
    """Goals of one's own agency whose day is near or over."""
    found: dict[UUID, list[Reason]] = {}
    for person, each in needs.needs_of(asking.session, asking.participant_ids).items():
        for goal in (goal for one in each for goal in one.goals):
            near = (goal.due_on - asking.today).days <= GOAL_DAYS
            if near and NeedState(goal.state).still_open and goal.origin_id == asking.principal.agency_id:
                second = gettext("%(goal)s, %(day)s", goal=goal.words[:40], day=day(goal.due_on, asking.today))
                href = url_for("casework.needs.shelf", participant_id=person)
                found.setdefault(person, []).append(Reason("open", gettext("Goal review"), second, href))
    return found


def wire() -> None:
    """Panels, pages and reasons. Doing it twice changes nothing."""
    panels.add_section(65, panels.Section(_("Contacts"), "casework.contacts.shelf", Permission.CONTACT_READ))
    panels.add_section(70, panels.Section(_("Needs"), "casework.needs.shelf", Permission.CASELOAD_READ))
    panels.add_section(75, panels.Section(_("Outside agencies"), "casework.outside.shelf", Permission.OUTSIDE_ASK))
    panels.add_aside(55, contacts_panel)
    panels.add_aside(60, needs_panel)
    panels.add_aside(65, outside_panel)
    register_handler(MAIL_JOB, send_link, _("Mails with one-time links"))
    add_kinds()
    add_filter(OVERDUE, _("contacts overdue"))
    add_reason(50, goals_due)
