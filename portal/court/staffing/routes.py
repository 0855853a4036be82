"""The staffing sheet, and the forms on it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.access import freshly, principal, requires, sends_file
from portal.accounts.permissions import Permission
from portal.court.dockets import gathering as docket_lines
from portal.court.dockets import presenting as docket_words
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Docket
from portal.court.dockets.reaching import docket_or_404, hearing_or_404
from portal.court.packets.sheets import render_docket, render_staffing
from portal.court.staffing import gathering, presenting, printing, queries, services
from portal.court.staffing.advising import Advice, judge
from portal.court.staffing.forms import ProposalForm, ViewForm, WithdrawForm
from portal.court.staffing.gathering import Line, Show
from portal.court.staffing.models import StaffingProposal
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.dates import time_of
from portal.web.delivering import pdf_response
from portal.web.forms import PortalForm, submit

blueprint = Blueprint("staffing", __name__)


@blueprint.get("/dockets/<uuid:docket_id>/staffing")
@requires(Permission.STAFFING_READ)
def sheet(docket_id: UUID) -> Any:
    docket = docket_or_404(docket_id)
    found = gathering.lines(g.read_session, docket)
    opened = opened_line(found) if principal().may(Permission.RESPONSE_PROPOSE) else None
    return page(docket, found, opened, form_for(opened, docket) if opened else None)


@blueprint.get("/dockets/<uuid:docket_id>/staffing.pdf")
@requires(Permission.STAFFING_READ)
@freshly
@sends_file("court.staffing.sheet")
def paper(docket_id: UUID) -> Any:
    """The sheet for the table: Letter landscape, with a line to write on where nothing is proposed."""
    docket = docket_or_404(docket_id)
    rows = printing.staffing_rows(gathering.lines(g.read_session, docket), g.today)
    g.channel = "print"
    made = render_staffing(printing.staffing_sheet(docket, g.today, g.at), rows)
    return pdf_response(made, f"staffing-{docket.held_on.isoformat()}.pdf")


@blueprint.get("/dockets/<uuid:docket_id>/docket.pdf")
@requires(Permission.STAFFING_READ)
@freshly
@sends_file("court.dockets.show")
def docket_paper(docket_id: UUID) -> Any:
    """The docket on paper, as its reader sees it."""
    docket = docket_or_404(docket_id)
    called = dockets.called_on(g.read_session, docket.id)
    standings = docket_lines.standings(g.read_session, docket, called, full=True)
    g.channel = "print"
    made = render_docket(printing.docket_sheet(docket, g.today, g.at), printing.docket_rows(standings, g.today))
    return pdf_response(made, f"docket-{docket.held_on.isoformat()}.pdf")


def opened_line(found: list[Line]) -> Line | None:
    """The person whose form is open: ?open= names the hearing."""
    wanted = request.args.get("open", "")
    return next((one for one in found if str(one.id) == wanted), None)


def form_for(line: Line, docket: Docket) -> ProposalForm:
    coming = dockets.open_dockets(g.read_session, docket.program_id, docket.held_on)
    later = [one for one in coming if one.starts_at > docket.starts_at]
    first = line.advice[0].question.question_id if line.advice else ""
    form = ProposalForm(behavior=str(first)) if request.method == "GET" else ProposalForm()
    return form.offer(line, later, g.today)


def page(docket: Docket, found: list[Line], opened: Line | None, form: ProposalForm | None) -> str:
    word = request.args.get("show", "")
    wanted = Show(word) if word in list(Show) else Show.ALL
    title, _near = docket_words.heading(docket, g.today)
    return render_template(
        "court/staffing/sheet.html",
        docket=docket,
        docket_title=title,
        lines=gathering.shown(found, wanted),
        all=found,
        opened=opened,
        form=form,
        show=wanted.value,
        lead=presenting.lead(docket, time_of(g.at, docket.program.time_zone), g.today),
        figures=presenting.figures(found, wanted, docket),
        caption=ngettext("%(num)d person in order of hearing", "%(num)d people in order of hearing", len(found)),
        may_propose=principal().may(Permission.RESPONSE_PROPOSE),
        may_plan=principal().may(Permission.DOCKET_PLAN),
        words=presenting,
        may_withdraw=partial(services.may_withdraw, principal()),
    )


@blueprint.post("/hearings/<uuid:hearing_id>/proposals")
@requires(Permission.RESPONSE_PROPOSE)
def proposed(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    docket = docket_or_404(hearing.docket_id)
    found = gathering.lines(g.read_session, docket)
    line = next((one for one in found if one.id == hearing_id), None)
    if line is None:
        abort(404)
    form = form_for(line, docket)

    def act(session: Session) -> str:
        services.propose_response(session, principal(), hearing_or_404(hearing_id, session), meant(line, form))
        return url_for("court.staffing.sheet", docket_id=docket.id, done="proposal-saved") + f"#h-{hearing_id}"

    return submit(form, act, lambda: page(docket, found, line, form))


def meant(line: Line, form: ProposalForm) -> services.Propose:
    """The command of the form, with what matrix and limits say to it."""
    advice = next((one for one in line.advice if one.question.question_id == form.behavior_id), None)
    if form.response.data == services.NOTHING or line.rules is None:
        return services.Propose(None, form.why.data or "", form.next_day, advice=advice)
    option = line.rules.responses.option(form.response.data)
    judged = judge(
        line.rules,
        advice,
        option,
        form.amount.data,
        line.standing.hearing.service_on,
        line.earlier,
        with_adjustment=adjusted(line, advice),
    )
    return services.Propose(option, form.why.data or "", form.next_day, form.amount.data, advice, judged)


def adjusted(line: Line, advice: Advice | None) -> bool:
    """Whether a service adjustment is proposed for the same behavior already."""
    if advice is None:
        return False
    wanted = advice.question.question_id
    return any(
        one.proposal.behavior_id == wanted and one.proposal.kind == ResponseKind.SERVICE_ADJUSTMENT
        for one in line.proposals
    )


def proposal_or_404(proposal_id: UUID, session: Session | None = None) -> StaffingProposal:
    found = queries.proposal(session or g.read_session, proposal_id)
    if found is None:
        abort(404)
    return found


def about(proposal: StaffingProposal, template: str, form: PortalForm) -> str:
    """A page about one proposal: who it is for, what it says."""
    hearing = hearing_or_404(proposal.hearing_id)
    docket = docket_or_404(hearing.docket_id)
    line = next((one for one in gathering.lines(g.read_session, docket) if one.id == hearing.id), None)
    title, _near = docket_words.heading(docket, g.today)
    return render_template(
        template,
        proposal=proposal,
        docket=docket,
        docket_title=title,
        name=dockets.name_of(g.read_session, hearing.participant_id),
        text=presenting.proposal_tag(proposal, line.rules if line else None),
        form=form,
    )


@blueprint.get("/proposals/<uuid:proposal_id>/view")
@requires(Permission.RESPONSE_PROPOSE)
def dissent(proposal_id: UUID) -> Any:
    return about(proposal_or_404(proposal_id), "court/staffing/view.html", ViewForm().offer())


@blueprint.post("/proposals/<uuid:proposal_id>/view")
@requires(Permission.RESPONSE_PROPOSE)
def dissented(proposal_id: UUID) -> Any:
    proposal = proposal_or_404(proposal_id)
    form = ViewForm().offer()

    def act(session: Session) -> str:
        here = proposal_or_404(proposal_id, session)
        services.add_view(session, principal(), here, form.role.data, form.words.data or "")
        return back(here, session)

    return submit(form, act, lambda: about(proposal, "court/staffing/view.html", form))


def back(proposal: StaffingProposal, session: Session) -> str:
    hearing = hearing_or_404(proposal.hearing_id, session)
    return url_for("court.staffing.sheet", docket_id=hearing.docket_id, done="proposal-saved") + f"#h-{hearing.id}"


@blueprint.get("/proposals/<uuid:proposal_id>/withdraw")
@requires(Permission.RESPONSE_PROPOSE)
def withdraw(proposal_id: UUID) -> Any:
    return about(own_proposal(proposal_id), "court/staffing/withdraw.html", WithdrawForm())


def own_proposal(proposal_id: UUID) -> StaffingProposal:
    """A proposal that this person may take back; 403 where it may only be looked at."""
    found = proposal_or_404(proposal_id)
    if not services.may_withdraw(principal(), found):
        abort(403)
    return found


@blueprint.post("/proposals/<uuid:proposal_id>/withdraw")
@requires(Permission.RESPONSE_PROPOSE)
def withdrawn(proposal_id: UUID) -> Any:
    proposal = own_proposal(proposal_id)
    form = WithdrawForm()

    def act(session: Session) -> str:
        here = proposal_or_404(proposal_id, session)
        services.withdraw_proposal(session, principal(), here)
        return back(here, session)

    return submit(form, act, lambda: about(proposal, "court/staffing/withdraw.html", form))
