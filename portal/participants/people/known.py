"""Whom the one who acts may know of: whoever is hidden and whoever is not there get the same words."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.participants.people import queries
from portal.web.refused import Refused


def require_known(session: Session, participant_id: UUID) -> None:
    """Refused for a participant whom the session's own reader doesn't see, and for an id of nobody (R11, R143)."""
    if queries.participant(session, participant_id) is None:
        raise Refused("", _("Not found or not available to you."))
