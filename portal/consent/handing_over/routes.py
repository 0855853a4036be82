"""Hand the device over: for the forms of one sitting, or for what one participant is to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, url_for

from portal.accounts.access import requires
from portal.accounts.handing_over.services import hand_over
from portal.accounts.permissions import Permission
from portal.accounts.sign_in.cookies import give_token
from portal.consent.guided import queries
from portal.consent.program_packet.services import FORM
from portal.db import unit_of_work
from portal.participants.people.page import visit
from portal.web.forms import see_other

blueprint = Blueprint("handing_over", __name__)


@blueprint.post("/consent-drafts/<uuid:draft_id>/hand-over")
@requires(Permission.CONSENT_RECORD)
def begin(draft_id: UUID) -> Any:
    """From now on only the forms of this sitting open; they begin where they stand."""
    draft = queries.draft(g.read_session, draft_id)
    if draft is None:
        abort(404)
    packet, session_id = draft.form == FORM, g.signed_in.id
    endpoint = "consent.program_packet.sign" if packet else "consent.guided.sign"
    return _handed(session_id, draft_id, url_for(endpoint, draft_id=draft_id))


@blueprint.post("/participants/<uuid:participant_id>/hand-over")
@requires(Permission.CONSENT_READ)
def read(participant_id: UUID) -> Any:
    """From now on only the page for this participant opens."""
    visit(participant_id)
    session_id = g.signed_in.id
    return _handed(session_id, participant_id, url_for("consent.answers.to_read", participant_id=participant_id))


def _handed(session_id: UUID, what_id: UUID, address: str) -> Any:
    with unit_of_work() as session:
        token = hand_over(session, session_id, what_id)
    response = see_other(address)
    give_token(response, token)
    return response
