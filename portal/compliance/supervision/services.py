"""Recording supervision contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.compliance.supervision.models import SupervisionContact, SupervisionNote
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.gate.vocabulary import Category
from portal.participants.contacts.services import refuse_unfit
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class RecordContact:
    """One contact or attempt of an officer. `words` go into the supervision note, which fewer people read."""

    participant_id: UUID
    met_on: date
    mode: str
    result: str
    minutes: int | None = None
    words: str = ""


def record_contact(session: Session, actor: Principal, command: RecordContact) -> SupervisionContact:
    """Add a contact. Refused for a day ahead, minutes out of range, an unknown mode or result."""
    now = clock.now()
    today = clock.local_date(now, actor.zone)
    refuse_unfit(session, command.participant_id, command.met_on, command.minutes, today)
    if command.mode not in list(ContactMode):
        raise Refused("mode", _("Choose how it took place."))
    if command.result not in list(ContactResult):
        raise Refused("result", _("Choose what came of it."))
    contact = SupervisionContact(
        **gate_columns(actor, Category.SUPERVISION_CONTACT, command.participant_id, command.met_on),
        met_on=command.met_on,
        mode=command.mode,
        result=command.result,
        minutes=command.minutes,
        recorded_at=now,
        recorded_on=today,
    )
    session.add(contact)
    session.flush()
    if command.words.strip():
        columns = gate_columns(actor, Category.SUPERVISION_NOTE, command.participant_id, command.met_on)
        session.add(SupervisionNote(**columns, contact_id=contact.id, words=command.words.strip()))
    record_act(session, actor, "supervision_contact_recorded", contact)
    session.flush()
    return contact
