"""What drafting and submitting a section have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.gate.reader import reader_of
from portal.participants.sections.queries import submitted_of
from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.refused import Refused


def line_as_typed(line: str) -> str:
    """The line with single spaces. Refused when it is too long."""
    line = " ".join(line.split())
    if len(line) > LINE:
        raise Refused("line", TOO_LONG)
    return line


def line_to_submit(line: str) -> str:
    """The same. Refused when there is none."""
    line = line_as_typed(line)
    if not line:
        raise Refused("line", _("Enter one line for the court."))
    return line


def supersede(
    session: Session, section: type[Any], participant_id: UUID, hearing_id: UUID, at: datetime
) -> UUID | None:
    """End what the own agency submitted before for the same hearing; its id, None when there was nothing."""
    held = submitted_of(session, section, [participant_id], hearing_id).get(participant_id, [])
    own = [row for row in held if row.origin_id == reader_of(session).agency]
    for row in own:
        row.superseded_at = at
    session.flush()
    return own[0].id if own else None
