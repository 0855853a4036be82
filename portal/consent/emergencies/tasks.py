"""What leads to emergencies: on "Today" those to review, and for medical personnel the way to document one."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup, first_of
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.emergencies.due import review_due_at
from portal.consent.emergencies.queries import to_review
from portal.participants.people.panels import Panel, Visit
from portal.web.dates import day, last_day, moment


def reviews_due(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    waiting = to_review(session, principal.agency_id)
    if not waiting:
        return None
    tasks = []
    for one in waiting:
        due_at = review_due_at(one.starts_at, principal.zone)
        kind, when = ("late", _("Overdue")) if due_at <= at else ("due", by_end_of(due_at))
        text = _("Your program’s records were opened in a medical emergency, %(when)s", when=moment(one.starts_at))
        tasks.append(Task(kind, when, text, url_for("consent.emergencies.review", emergency_id=one.id), _("Review")))
    return first_of(_("Emergencies to review"), tasks, url_for("consent.emergencies.overview"))


def by_end_of(due_at: datetime) -> str:
    return _("by the end of %(day)s", day=day(last_day(due_at)))


def way_in(_session: Session, principal: Principal, _at: datetime) -> TaskGroup | None:
    """For somebody who is not in one's list."""
    if not principal.medical_personnel:
        return None
    text = _("For somebody whom you don’t have in your list, and who can’t say yes now")
    task = Task("plain", _("In an emergency"), text, url_for("consent.emergencies.find"), _("Document it"))
    return TaskGroup(_("Medical emergency"), (task,))


def way_in_panel(visit: Visit) -> Panel | None:
    """On the page of somebody whom one knows."""
    if not (visit.principal.medical_personnel and visit.principal.may(Permission.EMERGENCY_OPEN)):
        return None
    return Panel("consent/emergencies/panel.html", {"participant_id": visit.participant.id})
