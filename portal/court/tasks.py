"""What the court puts on "Today": dockets near, sections owed, reports to file, packets to read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import MOST, Task, TaskGroup, first_of
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.court.dockets import presenting, queries
from portal.court.dockets.gathering import people_called
from portal.court.packets.building import kept_file, packet_of
from portal.court.reports.board import board
from portal.court.sections.owing import Owing, owing
from portal.web.dates import day

NEAR = timedelta(days=8)


def near_dockets(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """The dockets of the coming week."""
    today = local_date(at, principal.zone)
    found = queries.dockets_between(session, principal, today, today + NEAR, MOST)
    people = people_called(session, [one.id for one in found])
    tasks = tuple(
        Task(
            "due" if (one.held_on - today).days <= 1 else "open",
            day(one.held_on, today),
            _(
                "%(people)s, %(judge)s",
                people=ngettext("%(num)d hearing", "%(num)d hearings", people.get(one.id, 0)),
                judge=one.judge.display_name,
            ),
            url_for("court.dockets.show", docket_id=one.id),
            _("Open the docket"),
        )
        for one in found
    )
    return TaskGroup(_("Dockets this week"), tasks, _("No docket in the coming week."))


def sections_owed(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """The sections that the reader's agency owes, docket by docket."""
    today = local_date(at, principal.zone)
    waiting = [one for one in owing(session, principal, today) if not one.submitted]
    tasks = [section_task(one, principal, today, at) for one in waiting]
    return first_of(_("Report sections"), tasks, url_for("court.sections.owed"), _("Every section is submitted."))


def section_task(one: Owing, principal: Principal, today: date, at: datetime) -> Task:
    docket = one.hearing.docket
    late = at > docket.reports_due_at
    due_on = local_date(docket.reports_due_at, principal.zone)
    return Task(
        "late" if late else "due" if due_on <= today else "open",
        presenting.near(docket.reports_due_at, docket, today),
        _("%(section)s: %(name)s", section=one.section.label, name=one.participant.full_name),
        url_for("court.sections.write", hearing_id=one.hearing.id, key=one.section.key),
        _("Write"),
    )


def reports_to_file(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """Dockets of the coming days for which reports are not filed yet."""
    today = local_date(at, principal.zone)
    tasks = []
    for docket in queries.dockets_between(session, principal, today, today + timedelta(days=2), MOST):
        waiting = sum(place.filed is None for line in board(session, docket) for place in line.places)
        if waiting:
            tasks.append(
                Task(
                    "due",
                    day(docket.held_on, today),
                    ngettext("%(num)d report to file", "%(num)d reports to file", waiting),
                    url_for("court.reports.board", docket_id=docket.id),
                    _("Report board"),
                )
            )
    return TaskGroup(_("Reports to file"), tuple(tasks), _("Every report of the coming days is filed."))


def packets_ready(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """The packet of the next docket, for those who receive reports."""
    today = local_date(at, principal.zone)
    docket = queries.next_docket(session, principal, today)
    if docket is None or not principal.may(Permission.PACKET_READ):
        return None
    packet = packet_of(session, principal, docket.id)
    if packet is None:
        return None
    ready = kept_file(packet).exists()
    text = ngettext("%(num)d report", "%(num)d reports", len(packet.documents))
    link = _("Download the packet") if ready else _("Packet shelf")
    endpoint = "court.packets.download" if ready else "court.packets.shelf"
    href = url_for(endpoint, docket_id=docket.id)
    return TaskGroup(_("Packet"), (Task("open", day(docket.held_on, today), text, href, link),))
