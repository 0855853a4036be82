"""The record page: what the judge ordered, one small form and one key each, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.court.bench.neighbors import neighbors_of
from portal.court.dockets import presenting as docket_words
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Hearing
from portal.court.dockets.reaching import hearing_or_404
from portal.court.dockets.services import has_come, mark_hearing
from portal.court.dockets.vocabulary import HearingState
from portal.court.hearings import presenting, queries, services
from portal.court.hearings.forms import (
    AdjustmentForm,
    IncentiveForm,
    MarkForm,
    NextDateForm,
    OrderForm,
    PhaseForm,
    SanctionForm,
    UndoForm,
    form_for,
)
from portal.court.hearings.vocabulary import KEYS, Act, Recorded
from portal.court.packets.sheets import OrderSheet, render_order
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.delivering import pdf_response
from portal.web.forms import PortalForm, submit
from portal.web.refused import Refused

blueprint = Blueprint("hearings", __name__)


def forms_of(hearing: Hearing) -> dict[Act, PortalForm]:
    """All six forms; the one that was posted keeps what was typed."""
    enrollment = services.enrollment_of(g.read_session, hearing)
    rules = services.rules_at(g.read_session, hearing)
    ahead = dockets.open_dockets(g.read_session, hearing.docket.program_id, hearing.service_on)
    later = [one for one in ahead if one.starts_at > hearing.starts_at]
    return {act: form_for(act, rules, enrollment.phase_key, later, g.today) for act in Act}


def page(hearing: Hearing, forms: dict[Act, PortalForm], act: Act | None) -> str:
    recorded = queries.recorded_at(g.read_session, [hearing])[hearing.id]
    rules = services.rules_at(g.read_session, hearing)
    title, _near = docket_words.heading(hearing.docket, g.today)
    return render_template(
        "court/hearings/record.html",
        hearing=hearing,
        person=dockets.person(g.read_session, hearing.participant_id),
        docket_title=title,
        forms={act.value: form for act, form in forms.items()},
        posted=forms[act] if act and request.method == "POST" else None,
        act=act,
        key_of={act.value: key for act, key in KEYS.items()},
        lines=presenting.recorded_lines(hearing, recorded, rules, g.today, may_undo=True),
        moved=[(one, presenting.phase_words(rules, one.phase_key)) for one in recorded.phases],
        come=has_come(hearing.docket),
        nothing=recorded.nothing,
        note_of=docket_words.note_of,
        state=docket_words.hearing_state(hearing),
        mark_form=MarkForm(),
        **neighbors_of(g.read_session, hearing, "court.hearings.record"),
    )


@blueprint.get("/hearings/<uuid:hearing_id>/record")
@requires(Permission.HEARING_RECORD)
def record(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    word = request.args.get("act", "")
    return page(hearing, forms_of(hearing), Act(word) if word in list(Act) else None)


def save(hearing_id: UUID, act: Act, change: Callable[[Session, Hearing, Any], object]) -> Any:
    """Post one of the forms; the page comes back with what is recorded now."""
    hearing = hearing_or_404(hearing_id)
    forms = forms_of(hearing)
    form = forms[act]

    def work(session: Session) -> str:
        change(session, hearing_or_404(hearing_id, session), form)
        return url_for("court.hearings.record", hearing_id=hearing_id, done="hearing-recorded")

    return submit(form, work, lambda: page(hearing, forms, act))


@blueprint.post("/hearings/<uuid:hearing_id>/record/incentive")
@requires(Permission.HEARING_RECORD)
def incentive(hearing_id: UUID) -> Any:
    def change(session: Session, hearing: Hearing, form: IncentiveForm) -> None:
        command = services.OrderResponse(
            ResponseKind.INCENTIVE, form.incentive.data or "", form.incentive_words.data or ""
        )
        services.order_response(session, principal(), hearing, command)

    return save(hearing_id, Act.INCENTIVE, change)


SANCTION_FIELDS = {
    "due_on": "sanction_due_on",
    "reason": "sanction_reason",
    "target": "sanction_amount",
    "label": "sanction_words",
}
"""Where the form asks for what a response or its obligation may be refused for."""


@blueprint.post("/hearings/<uuid:hearing_id>/record/sanction")
@requires(Permission.HEARING_RECORD)
def sanction(hearing_id: UUID) -> Any:
    def change(session: Session, hearing: Hearing, form: SanctionForm) -> None:
        command = services.OrderResponse(
            ResponseKind.SANCTION,
            form.sanction.data or "",
            form.sanction_words.data or "",
            form.sanction_amount.data,
            form.sanction_due_on.data,
            bool(form.sanction_contested.data),
            form.sanction_reason.data or "",
        )
        try:
            services.order_response(session, principal(), hearing, command)
        except Refused as refused:
            raise Refused(SANCTION_FIELDS.get(refused.field, refused.field), refused.message) from refused

    return save(hearing_id, Act.SANCTION, change)


@blueprint.post("/hearings/<uuid:hearing_id>/record/adjustment")
@requires(Permission.HEARING_RECORD)
def adjustment(hearing_id: UUID) -> Any:
    def change(session: Session, hearing: Hearing, form: AdjustmentForm) -> None:
        command = services.OrderResponse(
            ResponseKind.SERVICE_ADJUSTMENT, form.service_adjustment.data or "", form.adjustment_words.data or ""
        )
        services.order_response(session, principal(), hearing, command)

    return save(hearing_id, Act.ADJUSTMENT, change)


@blueprint.post("/hearings/<uuid:hearing_id>/record/phase")
@requires(Permission.HEARING_RECORD)
def phase(hearing_id: UUID) -> Any:
    def change(session: Session, hearing: Hearing, form: PhaseForm) -> None:
        services.order_phase(session, principal(), hearing, form.phase.data, form.phase_reason.data or "")

    return save(hearing_id, Act.PHASE, change)


@blueprint.post("/hearings/<uuid:hearing_id>/record/next-date")
@requires(Permission.HEARING_RECORD)
def next_date(hearing_id: UUID) -> Any:
    def change(session: Session, hearing: Hearing, form: NextDateForm) -> None:
        docket = dockets.docket(session, principal(), UUID(form.next_date.data))
        if docket is None:
            abort(404)
        services.set_next_date(session, principal(), hearing, docket)

    return save(hearing_id, Act.NEXT_DATE, change)


@blueprint.post("/hearings/<uuid:hearing_id>/record/order")
@requires(Permission.HEARING_RECORD)
def order(hearing_id: UUID) -> Any:
    def change(session: Session, hearing: Hearing, form: OrderForm) -> None:
        services.record_order(session, principal(), hearing, form.order.data or "")

    return save(hearing_id, Act.ORDER, change)


@blueprint.post("/hearings/<uuid:hearing_id>/record/state/<any(scheduled, held, missed):state>")
@requires(Permission.HEARING_RECORD)
def mark(hearing_id: UUID, state: str) -> Any:
    hearing = hearing_or_404(hearing_id)
    form = UndoForm()

    def work(session: Session) -> str:
        here = hearing_or_404(hearing_id, session)
        if state == HearingState.SCHEDULED:
            services.not_called(session, principal(), here)
        else:
            mark_hearing(session, principal(), here, HearingState(state))
        return url_for("court.hearings.record", hearing_id=hearing_id, done="hearing-recorded")

    return submit(form, work, lambda: page(hearing, forms_of(hearing), None))


@blueprint.get("/hearings/<uuid:hearing_id>/order.pdf")
@requires(Permission.BENCH_READ)
def order_paper(hearing_id: UUID) -> Any:
    """What was ordered, on one page to take home and to sign; back to the bench while nothing is."""
    hearing = hearing_or_404(hearing_id)
    recorded = queries.recorded_at(g.read_session, [hearing])[hearing.id]
    rules = services.rules_at(g.read_session, hearing)
    words = tuple(presenting.short_words(recorded, rules))
    if not words:
        return redirect(url_for("court.bench.show", hearing_id=hearing.id))
    sheet = OrderSheet(
        court=hearing.docket.program.agency.name,
        judge=hearing.docket.judge.display_name,
        participant=dockets.name_of(g.read_session, hearing.participant_id),
        docket_number=services.enrollment_of(g.read_session, hearing).number,
        ordered_on=services.day_of(hearing),
        words=words,
        as_of=g.at,
        time_zone=hearing.docket.program.time_zone,
        next_hearing=presenting.next_words(recorded, g.today),
    )
    g.channel = "print"
    return pdf_response(render_order(sheet), f"order-{hearing.service_on.isoformat()}.pdf")


UNDO: dict[Recorded, Callable[[Session, Any, Hearing, UUID], None]] = {
    Recorded.RESPONSE: services.undo_response,
    Recorded.PHASE: services.undo_phase,
    Recorded.NEXT_DATE: services.undo_next_date,
    Recorded.ORDER: services.undo_order,
}


@blueprint.get("/hearings/<uuid:hearing_id>/undo/<any(response, phase, 'next-date', order):what>/<uuid:row_id>")
@requires(Permission.HEARING_RECORD)
def undo(hearing_id: UUID, what: str, row_id: UUID) -> Any:
    return undo_page(hearing_or_404(hearing_id), what, row_id, UndoForm())


def undo_page(hearing: Hearing, what: str, row_id: UUID, form: UndoForm) -> str:
    recorded = queries.recorded_at(g.read_session, [hearing])[hearing.id]
    lines = presenting.recorded_lines(
        hearing, recorded, services.rules_at(g.read_session, hearing), g.today, may_undo=True
    )
    ending = url_for("court.hearings.undo", hearing_id=hearing.id, what=what, row_id=row_id)
    line = next((one for one in lines if one["undo_href"] == ending), None)
    if line is None:
        abort(404)
    name = dockets.name_of(g.read_session, hearing.participant_id)
    return render_template(
        "court/hearings/undo.html", hearing=hearing, line=line, name=name, what=what, row_id=row_id, form=form
    )


@blueprint.post("/hearings/<uuid:hearing_id>/undo/<any(response, phase, 'next-date', order):what>/<uuid:row_id>")
@requires(Permission.HEARING_RECORD)
def undone(hearing_id: UUID, what: str, row_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    form = UndoForm()

    def work(session: Session) -> str:
        UNDO[Recorded(what)](session, principal(), hearing_or_404(hearing_id, session), row_id)
        return url_for("court.hearings.record", hearing_id=hearing_id, done="saved")

    return submit(form, work, lambda: undo_page(hearing, what, row_id, form))
