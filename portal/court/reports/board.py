"""The report board of a docket: who gets a report, what is filed, which sections are still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.casework import facts as casework
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Docket
from portal.court.dockets.queries import Called
from portal.court.dockets.standing import Owed
from portal.court.reports import queries
from portal.court.reports.addressees import ROLES, Addressee, addressees_of
from portal.court.reports.models import FilingRecord
from portal.court.sections import queries as sections
from portal.gate.reader import reader_of
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments import queries as enrollments


@dataclass(frozen=True, slots=True)
class Place:
    """One addressee of a hearing, and what was filed last for them."""

    addressee: Addressee
    filed: FilingRecord | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One person of the docket. `owed`: sections that this reader can expect and that nobody has submitted."""

    called: Called
    owed: tuple[Owed, ...]
    places: tuple[Place, ...]

    @property
    def complete(self) -> bool:
        return all(place.filed is not None for place in self.places)

    def of(self, role: RoleName) -> list[Place]:
        return [place for place in self.places if place.addressee.role is role]


def board(session: Session, docket: Docket) -> list[BoardLine]:
    """The lines in the docket's order; a fixed number of statements."""
    called = dockets.called_on(session, docket.id)
    hearings = [one.hearing for one in called]
    ids = [one.participant.id for one in called]
    addressees = addressees_of(session, hearings, reader_of(session).at)
    filings = queries.filings_of(session, [one.id for one in hearings])
    expected = sections.expected_of(
        session, hearings, enrollments.current_of(session, ids), enrollments.members_of(session, ids)
    )
    submitted = sections.submitted_for(session, [one.id for one in hearings])
    outside = casework.outside_asked(session, ids)
    found = []
    for one in called:
        given = {section.key for section in submitted.get(one.hearing.id, ())}
        owed = [Owed(s.key, s.label) for s in expected.get(one.hearing.id, ()) if s.key not in given]
        owed += [
            Owed(asked.key, asked.agency)
            for asked in outside.get(one.participant.id, ())
            if not asked.answered and asked.answer_by <= docket.held_on
        ]
        filed = filings.get(one.hearing.id, {})
        places = tuple(Place(to, filed.get(to.key)) for to in addressees.get(one.hearing.id, ()))
        found.append(BoardLine(one, tuple(owed), places))
    return found


def roles_of(lines: Sequence[BoardLine]) -> list[RoleName]:
    """The columns: roles that somebody on this docket has as an addressee."""
    there = {place.addressee.role for line in lines for place in line.places}
    return [role for role in ROLES if role in there]
