"""What an agency received about a participant, and asking to pass it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.copies.forms import PassOnForm
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import WHY
from portal.consent.redisclosures import queries, services, showing
from portal.gate.vocabulary import Purpose
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("redisclosures", __name__)


@blueprint.get("/participants/<uuid:participant_id>/received")
@requires(Permission.CONSENT_READ)
def shelf(participant_id: UUID) -> Any:
    here, actor = visit(participant_id), principal()
    documents = queries.documents_of(g.read_session, participant_id, actor.agency_id)
    return render_template(
        "consent/redisclosures/shelf.html",
        **person_frame(here),
        person=here.participant,
        received=showing.received(g.read_session, documents),
        asked=showing.asked(g.read_session, queries.requests_of(g.read_session, participant_id)),
        may_pass_on=actor.may(Permission.RECORDS_REDISCLOSE),
    )


def _lines(document_id: UUID) -> Sequence[DeliveredCopy]:
    found = queries.lines_of(g.read_session, document_id, principal().agency_id)
    if not found:
        abort(404)
    return found


def _form() -> PassOnForm:
    form = PassOnForm()
    form.offer(g.read_session, principal().agency_id, g.at)
    return form


def _page(document_id: UUID, form: PassOnForm) -> str:
    lines = _lines(document_id)
    here = visit(lines[0].participant_id)
    (one,) = showing.received(g.read_session, {document_id: lines})
    return render_template(
        "consent/redisclosures/ask.html", **person_frame(here), person=here.participant, form=form, one=one, limit=WHY
    )


@blueprint.get("/received/<uuid:document_id>/pass-on")
@requires(Permission.RECORDS_REDISCLOSE)
@freshly
def ask(document_id: UUID) -> Any:
    _lines(document_id)
    return _page(document_id, _form())


@blueprint.post("/received/<uuid:document_id>/pass-on")
@requires(Permission.RECORDS_REDISCLOSE)
@freshly
def pass_on(document_id: UUID) -> Any:
    participant_id = _lines(document_id)[0].participant_id
    visit(participant_id)
    form = _form()

    def act(session: Session) -> str:
        command = services.AskToPassOn(
            document_id, UUID(form.target.data), Purpose(form.purpose.data), str(form.why.data or "")
        )
        request = services.ask_to_redisclose(session, principal(), command)
        code = "passed-on" if request.passed == request.asked else "passed-on-part" if request.passed else "not-passed"
        return url_for("consent.redisclosures.shelf", participant_id=participant_id, done=code)

    return submit(form, act, lambda: _page(document_id, form))
