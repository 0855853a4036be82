"""The staff log, for an agency's administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, render_template, request, url_for

from portal.accounts.access import freshly, principal, requires
from portal.accounts.audit import queries
from portal.accounts.audit.asking import asked_as, choices, id_from, wanted_from
from portal.accounts.audit.exporting import MOST, csv_of
from portal.accounts.audit.forms import ExportForm
from portal.accounts.audit.services import record_export
from portal.accounts.audit.vocabulary import STAFF_KINDS, STAFF_LOG_EXPORTED
from portal.accounts.permissions import Permission
from portal.accounts.staff.queries import members
from portal.accounts.staff_log.presenting import HEADS, cells, lines
from portal.db import unit_of_work
from portal.gate.vocabulary import RoleName

blueprint = Blueprint("staff_log", __name__)


def _people() -> dict[UUID, str]:
    found = members(g.read_session, principal().agency_id, g.at)
    return {one.user.id: one.user.display_name for one in found}


def _wanted(people: dict[UUID, str]) -> queries.Wanted:
    return wanted_from(request.values, people, STAFF_KINDS)


def _rows(wanted: queries.Wanted, after: UUID | None = None, most: int = queries.PAGE) -> queries.Page:
    who = principal()
    scopes = queries.of_staff(who.agency_id, site=who.role == RoleName.SYSTEM_ADMIN)
    return queries.newest(g.read_session, scopes, queries.conditions(wanted, who.zone), after, most)


def _page(form: ExportForm) -> str:
    people = _people()
    wanted = _wanted(people)
    page = _rows(wanted, id_from(request.values.get("after", "")))
    asked = asked_as(wanted)
    onward = url_for("accounts.staff_log.show", **asked, after=page.after.hex) if page.after else ""
    return render_template(
        "accounts/staff_log/show.html",
        form=form,
        lines=lines(page.rows, queries.names(g.read_session, page.rows)),
        wanted=wanted,
        asked=asked,
        choices=choices(people, STAFF_KINDS),
        first=url_for("accounts.staff_log.show", **asked),
        onward=onward,
        most=MOST,
    )


@blueprint.get("/staff/log")
@requires(Permission.STAFF_MANAGE)
def show() -> Any:
    return _page(ExportForm())


@blueprint.post("/staff/log/export")
@requires(Permission.STAFF_MANAGE)
@freshly
def export() -> Any:
    """The rows that the page shows, as a file; that it was taken is written down before it is sent."""
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(form), 422
    rows = _rows(_wanted(_people()), most=MOST).rows
    found = cells(rows, queries.names(g.read_session, rows))
    with unit_of_work() as session:
        record_export(session, principal(), STAFF_LOG_EXPORTED, len(found))
    name = f"staff-log-{g.today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_of(HEADS, found), mimetype="text/csv", headers=headers)
