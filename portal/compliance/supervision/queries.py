"""Reading supervision contacts; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.supervision.due import ContactFact
from portal.compliance.supervision.models import SupervisionContact, SupervisionNote
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult


def contacts_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[SupervisionContact]]:
    """The contacts that hold, newest first."""
    wanted = select(SupervisionContact).where(
        SupervisionContact.participant_id.in_(list(participant_ids)), SupervisionContact.superseded_at.is_(None)
    )
    found: dict[UUID, list[SupervisionContact]] = {}
    newest = wanted.order_by(
        SupervisionContact.met_on.desc(), SupervisionContact.recorded_at.desc(), SupervisionContact.id.desc()
    )
    for contact in session.scalars(newest):
        found.setdefault(contact.participant_id, []).append(contact)
    return found


def notes_of(session: Session, contacts: Sequence[SupervisionContact]) -> dict[UUID, SupervisionNote]:
    """The words to contacts, for a reader who may see them."""
    wanted = select(SupervisionNote).where(SupervisionNote.contact_id.in_([contact.id for contact in contacts]))
    return {note.contact_id: note for note in session.scalars(wanted)}


def as_facts(contacts: Iterable[SupervisionContact]) -> list[ContactFact]:
    return [
        ContactFact(str(c.id), c.met_on, ContactMode(c.mode), ContactResult(c.result), c.recorded_at) for c in contacts
    ]
