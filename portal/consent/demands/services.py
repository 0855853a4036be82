"""Logging a demand for records (R82). It opens nothing; only a recorded order of a court does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.demands.models import RecordsDemand
from portal.consent.demands.vocabulary import DemandKind
from portal.consent.registers.services import keep
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class LogDemand:
    """`answer_on`: the last day that the paper names."""

    kind: DemandKind
    received_on: date
    answer_on: date
    issuer: str
    number: str
    named: str
    words: str
    participant_id: UUID | None = None


def log_demand(session: Session, actor: Principal, command: LogDemand) -> RecordsDemand:
    """Keep a demand. Refused without who sent it and whom it names, and for an answer due before it came."""
    if command.answer_on < command.received_on:
        raise Refused("answer_on", _("Enter a day that is not before the day it came."))
    if not command.issuer.strip():
        raise Refused("issuer", _("Write down who sent it."))
    if not command.named.strip():
        raise Refused("named", _("Write down whom it names, as it stands there."))
    demand = RecordsDemand(
        participant_id=command.participant_id,
        received_on=command.received_on,
        due_on=command.answer_on,
        words=command.words,
        kind=command.kind,
        issuer=command.issuer.strip(),
        number=command.number.strip(),
        named=command.named.strip(),
    )
    return keep(session, actor, demand)
