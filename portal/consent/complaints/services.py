"""Taking a complaint in. Nobody is treated worse for one, and none waives the right to complain to the Secretary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.complaints.models import PrivacyComplaint
from portal.consent.complaints.vocabulary import ComplaintAbout, MadeBy
from portal.consent.registers.clocks import COMPLAINT_DAYS
from portal.consent.registers.services import keep


@dataclass(frozen=True, slots=True)
class Complain:
    received_on: date
    about: ComplaintAbout
    made_by: MadeBy
    words: str
    participant_id: UUID | None = None


def receive_complaint(session: Session, actor: Principal, command: Complain) -> PrivacyComplaint:
    """Keep a complaint; an answer is due in 30 days [P]. Refused as `keep` refuses."""
    complaint = PrivacyComplaint(
        participant_id=command.participant_id,
        received_on=command.received_on,
        due_on=command.received_on + timedelta(days=COMPLAINT_DAYS),
        words=command.words,
        about=command.about,
        made_by=command.made_by,
    )
    return keep(session, actor, complaint)
