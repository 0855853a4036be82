"""The pages' blueprint, and what an address names: a docket or a hearing, or the one 404."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g
from sqlalchemy.orm import Session

from portal.accounts.access import principal
from portal.court.dockets import queries
from portal.court.dockets.models import Docket, Hearing

blueprint = Blueprint("dockets", __name__)


def docket_or_404(docket_id: UUID, session: Session | None = None) -> Docket:
    found = queries.docket(session or g.read_session, principal(), docket_id)
    if found is None:
        abort(404)
    return found


def hearing_or_404(hearing_id: UUID, session: Session | None = None) -> Hearing:
    found = queries.hearing(session or g.read_session, hearing_id)
    if found is None:
        abort(404)
    return found
