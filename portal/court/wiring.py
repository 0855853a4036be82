"""What the court offers and connects: panels, tasks, the caseload's columns, jobs, and the rooms with each other."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal import signals
from portal.accounts.calendars.sources import add_source
from portal.accounts.home import tasks as home
from portal.accounts.jobs.services import register_handler
from portal.accounts.permissions import Permission
from portal.court import between, caseload_columns, caseload_sections, notices, tasks
from portal.court import panels as offered
from portal.court.calendar import docket_entries
from portal.court.packets.preparing import packet_job
from portal.court.reports.papers import render_job
from portal.court.reports.services import PACKET_JOB, PAPER_JOB
from portal.court.staffing.withholding import hear_withholding
from portal.participants.people import panels


def wire() -> None:
    """Doing it twice changes nothing."""
    signals.withholding_changed.connect(hear_withholding)
    between.connect()
    notices.add_kinds()
    add_source(Permission.DOCKET_PLAN, docket_entries)
    add_source(Permission.BENCH_READ, docket_entries)
    caseload_columns.connect()
    caseload_sections.connect()
    panels.add_fact(30, offered.hearing_fact)
    panels.add_main(60, offered.orders_panel)
    panels.add_aside(10, offered.hearings_panel)
    panels.add_aside(70, offered.reports_panel)
    home.add_tasks(5, Permission.DOCKET_READ, tasks.near_dockets)
    home.add_tasks(10, Permission.SECTION_WRITE, tasks.sections_owed)
    home.add_tasks(15, Permission.REPORT_FILE, tasks.reports_to_file)
    home.add_tasks(25, Permission.PACKET_READ, tasks.packets_ready)
    register_handler(PAPER_JOB, render_job, _("Papers of filed reports"))
    register_handler(PACKET_JOB, packet_job, _("Packets"))
