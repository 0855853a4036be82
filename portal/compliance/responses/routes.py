"""Responses of a participant: all of them with their balance, and what became of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.compliance import presenting
from portal.compliance.facts import balance_of
from portal.compliance.responses import queries
from portal.compliance.responses.forms import ResponseStateForm
from portal.compliance.responses.queries import Answered
from portal.compliance.responses.services import change_response
from portal.compliance.responses.vocabulary import ResponseState
from portal.participants.people import queries as people
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("responses", __name__)
blueprint.add_app_template_global(presenting.response_tag, "response_tag")
blueprint.add_app_template_global(presenting.response_second, "response_second")
STILL_OPEN = (ResponseState.ORDERED, ResponseState.OPEN, ResponseState.CONTESTED)


@blueprint.get("/participants/<uuid:participant_id>/responses")
@requires(Permission.MILESTONE_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    balance = balance_of(g.read_session, [participant_id], g.today).get(participant_id)
    return render_template(
        "compliance/responses/shelf.html",
        **person_frame(here),
        person=here.participant,
        answered=queries.responses_of(g.read_session, [participant_id]).get(participant_id, []),
        balance=presenting.balance_words(balance.balance) if balance else "",
        still_open=STILL_OPEN,
        may_change=principal().may(Permission.PROOF_RECORD),
    )


@blueprint.get("/responses/<uuid:response_id>/state")
@requires(Permission.PROOF_RECORD)
def state(response_id: UUID) -> Any:
    found = visible(response_id)
    return page(found, ResponseStateForm(step=len(found.steps)))


def visible(response_id: UUID) -> Answered:
    found = queries.response(g.read_session, response_id)
    if found is None or found.response.superseded_at is not None:
        abort(404)
    return found


def page(found: Answered, form: ResponseStateForm) -> Any:
    persons = people.participants(g.read_session, [found.response.participant_id])
    if not persons:
        abort(404)
    return render_template(
        "compliance/responses/state.html", form=form, found=found, person=persons[found.response.participant_id]
    )


@blueprint.post("/responses/<uuid:response_id>/state")
@requires(Permission.PROOF_RECORD)
def save_state(response_id: UUID) -> Any:
    form = ResponseStateForm()
    participant_id = visible(response_id).response.participant_id

    def act(session: Any) -> str:
        change_response(session, principal(), form.command(response_id))
        return url_for("compliance.responses.shelf", participant_id=participant_id, done="saved")

    return submit(form, act, lambda: page(visible(response_id), form))
