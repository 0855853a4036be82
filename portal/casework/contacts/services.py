"""Recording contacts."""

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
from portal.casework.contacts.models import Contact, ContactNote
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.gate.vocabulary import Category
from portal.participants.contacts.services import refuse_unfit
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class LogContact:
    """One contact or attempt. `words` go into the case note, which fewer people read."""

    participant_id: UUID
    met_on: date
    mode: str
    outcome: str
    minutes: int | None = None
    words: str = ""


def log_contact(session: Session, actor: Principal, command: LogContact) -> Contact:
    """Add a contact. Refused for a day ahead, minutes out of range, an unknown mode or outcome."""
    now = clock.now()
    today = clock.local_date(now, actor.zone)
    refuse_unfit(session, command.participant_id, command.met_on, command.minutes, today)
    if command.mode not in list(Mode):
        raise Refused("mode", _("Choose how it took place."))
    if command.outcome not in list(Outcome):
        raise Refused("outcome", _("Choose what came of it."))
    contact = Contact(
        **gate_columns(actor, Category.SUPERVISION_CONTACT, command.participant_id, command.met_on),
        met_on=command.met_on,
        mode=command.mode,
        outcome=command.outcome,
        minutes=command.minutes,
        recorded_at=now,
        recorded_on=today,
    )
    session.add(contact)
    session.flush()
    if command.words.strip():
        columns = gate_columns(actor, Category.CASE_NOTE, command.participant_id, command.met_on)
        session.add(ContactNote(**columns, contact_id=contact.id, words=command.words.strip()))
    record_act(session, actor, "contact_logged", contact)
    session.flush()
    return contact
