"""Reading contacts; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.contacts.models import Contact, ContactNote


def contacts_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Contact]]:
    """The contacts that hold, newest first."""
    wanted = select(Contact).where(Contact.participant_id.in_(list(participant_ids)), Contact.superseded_at.is_(None))
    found: dict[UUID, list[Contact]] = {}
    for contact in session.scalars(
        wanted.order_by(Contact.met_on.desc(), Contact.recorded_at.desc(), Contact.id.desc())
    ):
        found.setdefault(contact.participant_id, []).append(contact)
    return found


def notes_of(session: Session, contacts: Sequence[Contact]) -> dict[UUID, ContactNote]:
    """The words to contacts, for a reader who may see them."""
    wanted = select(ContactNote).where(ContactNote.contact_id.in_([contact.id for contact in contacts]))
    return {note.contact_id: note for note in session.scalars(wanted)}
