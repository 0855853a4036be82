"""On "Today": what is due at the privacy desk."""

from __future__ import annotations

from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup, first_of
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.consent.registers.duties import Duty, duties
from portal.web.dates import day

SOON_DAYS = 7


def desk_duties(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    today = local_date(at, principal.zone)
    tasks = [task_of(one, today) for one in duties(session, principal, at)]
    if not tasks:
        return None
    return first_of(_("Privacy desk"), tasks, url_for("consent.desk.overview"))


def task_of(duty: Duty, today: date) -> Task:
    text = _("%(kind)s: %(what)s, %(about)s", kind=duty.kind, what=duty.text, about=duty.about)
    return Task(tag_of(duty.due_on, today), day(duty.due_on, today), text, duty.href, _("Open"))


def tag_of(due_on: date, today: date) -> str:
    """The kind of tag: late, due within a week, or open."""
    if due_on < today:
        return "late"
    return "due" if (due_on - today).days <= SOON_DAYS else "open"
