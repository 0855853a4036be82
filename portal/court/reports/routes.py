"""The report board, filing, the report as its addressee reads it, and the page that checks a copy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.access import principal, public, requires
from portal.accounts.permissions import Permission
from portal.court.dockets import presenting as docket_words
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.reaching import docket_or_404, hearing_or_404
from portal.court.reports import presenting, queries, services
from portal.court.reports.addressees import OPENS_FOR
from portal.court.reports.board import board as board_lines
from portal.court.reports.board import roles_of
from portal.court.reports.content import from_json
from portal.court.reports.forms import CorrectForm, FileForm
from portal.court.reports.models import ReportDocument
from portal.extensions import db
from portal.web.delivering import pdf_response
from portal.web.forms import submit

blueprint = Blueprint("reports", __name__)

SHORTEST = 16
LONGEST = 64


@blueprint.get("/dockets/<uuid:docket_id>/reports")
@requires(Permission.REPORT_FILE)
def board(docket_id: UUID) -> Any:
    return board_page(docket_or_404(docket_id), FileForm())


def board_page(docket: Docket, form: FileForm) -> str:
    lines = board_lines(g.read_session, docket)
    title, _near = docket_words.heading(docket, g.today)
    waiting = sum(place.filed is None for line in lines for place in line.places)
    return render_template(
        "court/reports/board.html",
        docket=docket,
        docket_title=title,
        lead=docket_words.lead(docket, g.today),
        lines=lines,
        roles=roles_of(lines),
        role_words=presenting.role_words,
        role_heads=[presenting.role_words(role) for role in roles_of(lines)],
        waiting=waiting,
        caption=ngettext("%(num)d person in order of hearing", "%(num)d people in order of hearing", len(lines)),
        form=form,
    )


@blueprint.post("/dockets/<uuid:docket_id>/reports")
@requires(Permission.REPORT_FILE)
def file_all(docket_id: UUID) -> Any:
    docket = docket_or_404(docket_id)
    form = FileForm()
    return submit(
        form, lambda session: filed(session, docket_id, services.FileReports()), lambda: board_page(docket, form)
    )


def filed(session: Session, docket_id: UUID, command: services.FileReports) -> str:
    docket = docket_or_404(docket_id, session)
    services.file_reports(session, principal(), docket, db.session.session_factory, command)
    return url_for("court.reports.board", docket_id=docket_id, done="filed")


@blueprint.post("/hearings/<uuid:hearing_id>/reports")
@requires(Permission.REPORT_FILE)
def file_one(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    docket = docket_or_404(hearing.docket_id)
    form = FileForm()
    command = services.FileReports(frozenset({hearing_id}))
    return submit(form, lambda session: filed(session, docket.id, command), lambda: board_page(docket, form))


@blueprint.get("/hearings/<uuid:hearing_id>/reports/correct")
@requires(Permission.REPORT_FILE)
def correct(hearing_id: UUID) -> Any:
    return correct_page(hearing_or_404(hearing_id), CorrectForm())


def correct_page(hearing: Hearing, form: CorrectForm) -> str:
    name = dockets.name_of(g.read_session, hearing.participant_id)
    return render_template("court/reports/correct.html", hearing=hearing, name=name, form=form)


@blueprint.post("/hearings/<uuid:hearing_id>/reports/correct")
@requires(Permission.REPORT_FILE)
def corrected(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    form = CorrectForm()

    def act(session: Session) -> str:
        command = services.FileReports(frozenset({hearing_id}), form.correction.data or "")
        return filed(session, hearing.docket_id, command)

    return submit(form, act, lambda: correct_page(hearing, form))


def document_or_404(document_id: UUID) -> ReportDocument:
    """A document of the reader's agency that the reader's role opens; for everybody else it never was."""
    found = queries.document(g.read_session, document_id)
    if found is None or OPENS_FOR.get(principal().role) != found.addressee_role:
        abort(404)
    return found


@blueprint.get("/reports/<uuid:document_id>")
@requires(Permission.HOME_READ)
def show(document_id: UUID) -> Any:
    document = document_or_404(document_id)
    content = from_json(document.content)
    docket = dockets.docket(g.read_session, principal(), document.docket_id)
    return render_template(
        "court/reports/show.html",
        document=document,
        content=content,
        docket=docket,
        docket_title=docket_words.heading(docket, g.today)[0] if docket else "",
        paper=queries.papers_of(g.read_session, [document.id]).get(document.id),
        words=presenting,
        strip=presenting.day_strip(content),
    )


@blueprint.get("/reports/<uuid:document_id>/paper.pdf")
@requires(Permission.HOME_READ)
def paper(document_id: UUID) -> Any:
    document = document_or_404(document_id)
    found = queries.papers_of(g.read_session, [document.id], with_pdf=True).get(document.id)
    if found is None:
        abort(404)
    g.channel = "print"
    return pdf_response(found.pdf, f"report-{document.sha256[:SHORTEST]}.pdf")


@blueprint.get("/verify/<string:beginning>")
@public
def verify(beginning: str) -> Any:
    """Whether a copy is one that was filed. Shows no names; anybody with the paper may ask."""
    digits = beginning.lower()
    known = SHORTEST <= len(digits) <= LONGEST and all(digit in "0123456789abcdef" for digit in digits)
    found = queries.seal(g.read_session, digits) if known else None
    if found is None:
        abort(404)
    return render_template("court/reports/verify.html", seal=found)
