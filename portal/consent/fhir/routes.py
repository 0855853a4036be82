"""A consent as FHIR, to take along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g

from portal.accounts.access import freshly, principal, requires, sends_file
from portal.accounts.permissions import Permission
from portal.consent.fhir.services import fhir_json, record_export
from portal.consent.instruments import queries
from portal.db import write_intent
from portal.extensions import db

blueprint = Blueprint("fhir", __name__)


@blueprint.get("/consents/<uuid:consent_id>/fhir")
@requires(Permission.PRIVACY_DESK)
@freshly
@sends_file("consent.instruments.show")
def export(consent_id: UUID) -> Any:
    """Which consent left stands in the trail before anything is sent; the row of the request names only the page."""
    found = queries.consent(g.read_session, consent_id)
    if found is None:
        abort(404)
    content = fhir_json(g.read_session, found, g.at)
    with write_intent(), db.session.session_factory() as session:
        record_export(session, principal(), found)
        session.commit()
    headers = {"Content-Disposition": 'attachment; filename="consent.json"'}
    return Response(content, mimetype="application/fhir+json", headers=headers)
