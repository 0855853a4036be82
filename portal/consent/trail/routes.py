"""The privacy officer's pages of the trail: what happened, the same as a file, and who looked at one record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, render_template, request, url_for

from portal.accounts.access import freshly, principal, requires
from portal.accounts.audit.asking import asked_as, choices, id_from, wanted_from
from portal.accounts.audit.exporting import MOST, csv_of
from portal.accounts.audit.forms import ExportForm
from portal.accounts.audit.queries import PAGE, Page, Wanted, names
from portal.accounts.audit.services import record_export
from portal.accounts.audit.vocabulary import AUDIT_EXPORTED, Kind
from portal.accounts.permissions import Permission
from portal.accounts.staff.queries import members
from portal.consent.trail import presenting, queries
from portal.db import unit_of_work
from portal.gate.reader import reader_of
from portal.ids import NIL
from portal.participants.people.models import Participant
from portal.participants.people.page import person_frame, visit

blueprint = Blueprint("trail", __name__)


def _people() -> dict[UUID, str]:
    found = members(g.read_session, principal().agency_id, g.at)
    return {one.user.id: one.user.display_name for one in found}


def _about() -> Participant | None:
    """The participant whom the address names; whoever is not known to this officer is not found."""
    asked = request.values.get("participant", "")
    return visit(id_from(asked) or NIL).participant if asked else None


def _rows(wanted: Wanted, person: Participant | None, after: UUID | None = None, most: int = PAGE) -> Page:
    participant_id = person.id if person else None
    zone = principal().zone
    return queries.acts(g.read_session, wanted, zone, participant_id=participant_id, after=after, most=most)


def _page(form: ExportForm) -> str:
    people, person = _people(), _about()
    wanted = wanted_from(request.values, people, Kind)
    page = _rows(wanted, person, id_from(request.values.get("after", "")))
    about = {"participant": person.id.hex} if person else {}
    asked = asked_as(wanted) | about
    known = queries.known(g.read_session, page.rows)
    return render_template(
        "consent/trail/acts.html",
        form=form,
        person=person,
        about=about,
        lines=presenting.lines(page.rows, names(g.read_session, page.rows), known, reader_of(g.read_session)),
        wanted=wanted,
        asked=asked,
        choices=choices(people, Kind),
        first=url_for("consent.trail.acts", **asked),
        onward=url_for("consent.trail.acts", **asked, after=page.after.hex) if page.after else "",
        most=MOST,
    )


@blueprint.get("/audit")
@requires(Permission.AUDIT_READ)
def acts() -> Any:
    return _page(ExportForm())


@blueprint.post("/audit/export")
@requires(Permission.AUDIT_READ)
@freshly
def export() -> Any:
    """The rows that the page shows, as a file; that it was taken is written down before it is sent."""
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(form), 422
    rows = _rows(wanted_from(request.values, _people(), Kind), _about(), most=MOST).rows
    known = queries.known(g.read_session, rows)
    found = presenting.cells(rows, names(g.read_session, rows), known, reader_of(g.read_session))
    with unit_of_work() as session:
        record_export(session, principal(), AUDIT_EXPORTED, len(found))
    headers = {"Content-Disposition": f'attachment; filename="audit-{g.today.isoformat()}.csv"'}
    return Response(csv_of(presenting.HEADS, found), mimetype="text/csv", headers=headers)


@blueprint.get("/participants/<uuid:participant_id>/looks")
@requires(Permission.AUDIT_READ)
def looks(participant_id: UUID) -> Any:
    """Who looked at what the own agency recorded about this person."""
    here = visit(participant_id)
    session, reader = g.read_session, reader_of(g.read_session)
    page = queries.looks_at(session, participant_id, id_from(request.args.get("after", "")))
    address: dict[str, Any] = {"participant_id": participant_id}
    return render_template(
        "consent/trail/looks.html",
        **person_frame(here),
        person=here.participant,
        lines=presenting.lines(page.rows, names(session, page.rows), {}, reader),
        papers=presenting.papers(session, queries.given_on_paper(session, participant_id), reader),
        agency=principal().agency_name,
        all_acts=url_for("consent.trail.acts", participant=participant_id.hex),
        first=url_for("consent.trail.looks", **address),
        onward=url_for("consent.trail.looks", **address, after=page.after.hex) if page.after else "",
    )
