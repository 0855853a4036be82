"""Taking in a request to correct a record; accepting, refusing and disputing are steps on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.amendments.models import AmendmentRequest
from portal.consent.registers.clocks import AMENDMENT_DAYS
from portal.consent.registers.services import keep
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class AskAmendment:
    participant_id: UUID
    received_on: date
    record: str
    words: str


def receive_amendment(session: Session, actor: Principal, command: AskAmendment) -> AmendmentRequest:
    """Keep the request; an answer is due in 60 days (164.526(b)(2)). Refused without saying which record."""
    if not command.record.strip():
        raise Refused("record", _("Say which record it is about."))
    request = AmendmentRequest(
        participant_id=command.participant_id,
        received_on=command.received_on,
        due_on=command.received_on + timedelta(days=AMENDMENT_DAYS),
        words=command.words,
        record=command.record.strip(),
    )
    return keep(session, actor, request)
