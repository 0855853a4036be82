"""Reading the case-management section: one's own draft, what was submitted, and the facts that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.casework.contacts import queries as contacts
from portal.casework.contacts.models import Contact
from portal.casework.contacts.vocabulary import Outcome
from portal.casework.needs import queries as needs
from portal.casework.needs.queries import Needed
from portal.casework.report_sections.models import CaseworkDraft, CaseworkSection
from portal.participants.sections import queries as sections


@dataclass(frozen=True, slots=True)
class CaseworkFacts:
    """What is filled in by itself: contacts of the period, and the needs with those that changed in it."""

    contacts: tuple[Contact, ...]
    needs: tuple[Needed, ...]
    changed: tuple[Needed, ...]

    @property
    def kept(self) -> int:
        return sum(contact.outcome == Outcome.KEPT for contact in self.contacts)


def draft_of(session: Session, participant_id: UUID, hearing_id: UUID) -> CaseworkDraft | None:
    """The draft of the reader's own agency."""
    return sections.draft_of(session, CaseworkDraft, participant_id, hearing_id)


def submitted_of(
    session: Session, participant_ids: Iterable[UUID], hearing_id: UUID
) -> dict[UUID, list[CaseworkSection]]:
    """What was submitted for a hearing or review and holds, one an agency."""
    return sections.submitted_of(session, CaseworkSection, participant_ids, hearing_id)


def casework_facts(
    session: Session, participant_ids: Sequence[UUID], from_on: date, to_on: date
) -> dict[UUID, CaseworkFacts]:
    """The prefilled facts of a period, through this reader's gate."""
    made = contacts.contacts_of(session, participant_ids)
    needed = needs.needs_of(session, participant_ids)
    return {
        person: CaseworkFacts(
            tuple(contact for contact in made.get(person, []) if from_on <= contact.met_on <= to_on),
            tuple(needed.get(person, [])),
            tuple(one for one in needed.get(person, []) if from_on <= one.changed_on <= to_on),
        )
        for person in participant_ids
    }
