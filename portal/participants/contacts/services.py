"""What recording a contact has in common, for a case manager and for an officer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.participants.contacts.vocabulary import FARTHEST_BACK, LEAST, MOST
from portal.participants.people import queries as people
from portal.web.refused import Refused


def refuse_unfit(session: Session, participant_id: UUID, met_on: date, minutes: int | None, today: date) -> None:
    """Refused for somebody who is not open to the reader, a day ahead or long past, and minutes out of range."""
    if people.participant(session, participant_id) is None:
        raise Refused("", _("This participant is not open to you."))
    if met_on > today:
        raise Refused("met_on", _("Enter the day it happened; that day is still to come."))
    if met_on < today - FARTHEST_BACK:
        raise Refused("met_on", _("Enter a day of the last year."))
    if minutes is not None and not LEAST <= minutes <= MOST:
        raise Refused("minutes", _("Enter a number from 1 to 480."))
