"""Whether an agency may tell now: asked of the gate each time, as the one who wants to know.

What would be told is a record that is not there yet. The one who asks would read it, or the agency is not asked; the
paper that opens it is noted, and with that paper the link ends (R25, R151).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.sessions import in_force, is_active
from portal.casework.outside.models import OutsideContact, OutsideLink, OutsideRequest
from portal.casework.outside.queries import contact
from portal.casework.outside.vocabulary import Section
from portal.clock import local_date
from portal.consent.reading import consent_grants
from portal.consent.to_be import OpenSession, RowToBe, reading_as, would_open
from portal.gate.reader import reader_of
from portal.gate.vocabulary import Category, Regime
from portal.participants.people.models import Participant

TOLD = Category.PROGRESS_SUMMARY
LAW = Regime.PART2
"""What an agency without an account tells is kept as 42 CFR Part 2 asks, whatever the agency is."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A request whose agency may tell now: what was asked, about whom, by whom, and who answers."""

    request_id: UUID
    participant_id: UUID
    name: str
    section: Section
    asker: Principal
    agency_id: UUID
    agency_name: str
    contact_user_id: UUID
    contact_name: str
    asked_on: date


def papers_for(session: Session, zone: str, participant_id: UUID, whom: OutsideContact) -> list[UUID]:
    """The consents by which the session's reader would read what this agency tells now, best to rely on first.

    The agency must be named as the one that tells: that all programs may tell is not about it.
    """
    at = reader_of(session).at
    row = RowToBe(whom.agency_id, whom.user_id, LAW, participant_id, TOLD, local_date(at, zone), at)
    if not would_open(session, row):
        return []
    return [
        grant.instrument_id
        for grant in consent_grants(session, [participant_id])
        if grant.participant_id == participant_id and grant.holder_id == whom.agency_id and grant.categories & TOLD.bit
    ]


def asker_of(link: OutsideLink, at: datetime) -> Principal | None:
    """Who made the link, as long as he or she acts for the agency."""
    appointment = link.appointment
    return principal_of(appointment) if in_force(appointment, at) and is_active(appointment.user) else None


def standing_as(open_session: OpenSession, asker: Principal, request_id: UUID, at: datetime) -> Standing | None:
    """A request as its asker may know of it now; None when it may not be answered."""
    with reading_as(open_session, asker, at) as session:
        wanted = select(OutsideRequest).where(OutsideRequest.id == request_id)
        asked = session.scalar(wanted)
        if asked is None:
            return None
        whom = contact(session, asked.agency_id)
        person = session.scalar(select(Participant).where(Participant.id == asked.participant_id))
        if whom is None or person is None:
            return None
        if asked.consent_id not in papers_for(session, asker.zone, person.id, whom):
            return None
        return Standing(
            request_id=asked.id,
            participant_id=asked.participant_id,
            name=person.full_name,
            section=Section(asked.section),
            asker=asker,
            agency_id=asked.agency_id,
            agency_name=whom.agency.name,
            contact_user_id=whom.user_id,
            contact_name=whom.user.full_name,
            asked_on=asked.service_on,
        )


def standing_of(open_session: OpenSession, link: OutsideLink, at: datetime) -> Standing | None:
    """What an open link leads to, by the eyes of the one who made it; None when it leads nowhere now."""
    asker = asker_of(link, at)
    return standing_as(open_session, asker, link.request_id, at) if asker is not None else None
