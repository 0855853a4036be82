"""What the bench needs of one person, through the rooms' doors."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from portal.casework import facts as casework
from portal.compliance import facts as compliance
from portal.court.bench.points import Known
from portal.court.dockets import gathering as docket_lines
from portal.court.dockets.models import Hearing
from portal.court.dockets.queries import Called
from portal.court.hearings.queries import orders_at
from portal.participants.people.models import Participant


def known_of(session: Session, hearing: Hearing, person: Participant, today: date) -> Known:
    """Facts from the last hearing to now; as of today, or the day of the hearing when that is over."""
    as_of = min(today, hearing.service_on)
    ids = [person.id]
    standing = docket_lines.standings(session, hearing.docket, [Called(hearing, person)], full=True)[0]
    previous = [standing.previous.id] if standing.previous else []
    return Known(
        standing=standing,
        sober=compliance.sober_days_of(session, ids, as_of).get(person.id),
        readiness=compliance.readiness_of(session, ids, as_of).get(person.id),
        questions=compliance.questions_of(session, ids).get(person.id, ()),
        needs=casework.needs_of(session, ids).get(person.id, ()),
        contacts=compliance.contacts_of(session, ids, standing.first, as_of).get(person.id, ()),
        obligations=compliance.obligations_of(session, ids, as_of).get(person.id, ()),
        orders=[order for found in orders_at(session, previous).values() for order in found],
    )
