"""What treatment offers to pages below it: panels, a section of the participant's navigation, tasks on Today."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.calendars.sources import add_source
from portal.accounts.home.tasks import Task, TaskGroup, add_tasks, first_of
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.participants.people import panels
from portal.treatment import overview, withholding
from portal.treatment.admissions import presenting
from portal.treatment.calendar import group_entries
from portal.treatment.sessions import queries, rollups
from portal.treatment.sessions.models import TreatmentSession
from portal.web.dates import day, time_of

LOOK_BACK = timedelta(days=30)


def wire() -> None:
    """Register signals, panels, section and tasks; doing it again changes nothing."""
    signals.withholding_changed.connect(rollups.hear_withholding)
    signals.withholding_changed.connect(withholding.hear_withholding)
    withholding.add_kinds()
    panels.add_main(30, overview.panel)
    panels.add_main(40, presenting.own_panel)
    panels.add_aside(20, presenting.level_panel)
    panels.add_section(20, panels.Section(_("Treatment"), "treatment.admissions.show", Permission.ADMISSION_RECORD))
    add_tasks(20, Permission.ATTENDANCE_RECORD, rosters_to_mark)
    add_source(Permission.ATTENDANCE_RECORD, group_entries)


def rosters_to_mark(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """The rosters of one's own groups and sessions on which somebody is not marked."""
    today = clock.local_date(at, principal.zone)
    waiting = queries.to_mark(session, principal.agency_id, at, today - LOOK_BACK, principal.user_id)
    tasks = [task_of(meeting, principal, at) for meeting in waiting]
    all_at = url_for("treatment.sessions.upcoming")
    return first_of(gettext("Rosters to mark"), tasks, all_at, gettext("Every session you held is marked."))


def task_of(meeting: TreatmentSession, principal: Principal, at: datetime) -> Task:
    today = clock.local_date(at, principal.zone)
    late = meeting.meets_on < today - timedelta(days=1)
    return Task(
        tag_kind="late" if late else "due",
        when=day(meeting.meets_on, today),
        text=gettext("%(title)s, %(time)s", title=meeting.title, time=time_of(meeting.starts_at, principal.zone)),
        href=url_for("treatment.sessions.roster", session_id=meeting.id),
        link=gettext("Mark the roster"),
    )
