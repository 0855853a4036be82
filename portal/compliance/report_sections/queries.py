"""Reading the supervision section: one's own draft, what was submitted, and the facts that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.obligations import queries as obligations
from portal.compliance.obligations.standing import Standing
from portal.compliance.report_sections.models import SupervisionDraft, SupervisionSection
from portal.compliance.supervision import queries as supervision
from portal.compliance.supervision.models import SupervisionContact
from portal.compliance.supervision.vocabulary import ContactResult
from portal.participants.sections import queries as sections


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    """What is filled in by itself: contacts of the period, newest first, and the obligations as of its end."""

    contacts: tuple[SupervisionContact, ...]
    obligations: tuple[Standing, ...]

    def count(self, result: ContactResult) -> int:
        return sum(contact.result == result for contact in self.contacts)


def draft_of(session: Session, participant_id: UUID, hearing_id: UUID) -> SupervisionDraft | None:
    """The draft of the reader's own agency."""
    return sections.draft_of(session, SupervisionDraft, participant_id, hearing_id)


def submitted_of(
    session: Session, participant_ids: Iterable[UUID], hearing_id: UUID
) -> dict[UUID, list[SupervisionSection]]:
    """What was submitted for a hearing or review and holds, one an agency."""
    return sections.submitted_of(session, SupervisionSection, participant_ids, hearing_id)


def supervision_facts(
    session: Session, participant_ids: Sequence[UUID], from_on: date, to_on: date
) -> dict[UUID, SupervisionFacts]:
    """The prefilled facts of a period, through this reader's gate."""
    contacts = supervision.contacts_of(session, participant_ids)
    owed = obligations.obligations_of(session, participant_ids)
    return {
        person: SupervisionFacts(
            tuple(contact for contact in contacts.get(person, []) if from_on <= contact.met_on <= to_on),
            tuple(one.standing(to_on) for one in owed.get(person, [])),
        )
        for person in participant_ids
    }
