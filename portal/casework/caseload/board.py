"""The rows of a caseload: who needs the reader today, who this week, who is on track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from portal.accounts.permissions import Permission
from portal.casework.caseload.columns import Asking, Cell, Column, Reason, columns, duty_of, filters, reasons_of
from portal.casework.contacts import queries as contacts
from portal.casework.contacts.due import ContactStanding, contact_standing
from portal.casework.needs import queries as needs
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import Enrollment
from portal.participants.people import queries as people
from portal.participants.people.models import Participant
from portal.participants.programs.services import rules_of

OVERDUE = "contact_overdue"


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `reasons`: the most urgent first. `contact` None: the reader's role owes no contacts."""

    person: Participant
    reasons: tuple[Reason, ...]
    phase: str
    contact: ContactStanding | None
    open_needs: int | None
    cells: Mapping[str, Cell]
    log_href: str

    @property
    def urgency(self) -> int:
        """0 for today, 1 for this week, 2 for on track."""
        if any(reason.today for reason in self.reasons):
            return 0
        return 1 if self.reasons else 2


@dataclass(frozen=True, slots=True)
class Board:
    """The page: lines in order, the columns that have any cell, and the counts above."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    counts: tuple[tuple[str, int, str], ...]

    def group(self, urgency: int) -> list[Line]:
        return [line for line in self.lines if line.urgency == urgency]


def board(asking: Asking) -> Board:
    """Everything in a fixed number of statements, however many people there are."""
    persons = people.participants(asking.session, list(asking.participant_ids))
    enrolled = enrollments.current_of(asking.session, list(persons))
    standing = contact_standings(asking, enrolled)
    open_needs = needs_open(asking, persons)
    reasons = reasons_of(asking)
    cells = {column.key: column.source(asking) for column in columns()}
    lines = [
        Line(
            person=person,
            reasons=urgent_first([*overdue(asking, person, standing.get(person.id)), *reasons.get(person.id, [])]),
            phase=phase_words(enrolled.get(person.id), asking),
            contact=standing.get(person.id),
            open_needs=open_needs.get(person.id),
            cells={key: found[person.id] for key, found in cells.items() if person.id in found},
            log_href=log_href(asking, person.id),
        )
        for person in persons.values()
    ]
    lines.sort(key=lambda line: (line.urgency, -late(line), line.person.sort_key))
    shown = tuple(column for column in columns() if any(cell.text for cell in cells[column.key].values()))
    return Board(tuple(lines), shown, counts(lines))


def contact_standings(asking: Asking, enrolled: Mapping[UUID, Enrollment]) -> Mapping[UUID, ContactStanding]:
    """By the contacts of the reader's own agency; a role whose contacts are kept elsewhere has its own source."""
    if not asking.principal.may(Permission.CONTACT_RECORD):
        return {}
    duty = duty_of(asking.principal.role)
    if duty is not None:
        return duty.source(asking)
    made = contacts.contacts_of(asking.session, list(enrolled))
    found = {}
    for person, enrollment in enrolled.items():
        phase = rules_of(enrollment.program_version).phase(enrollment.phase_key)
        own = [one for one in made.get(person, []) if one.origin_id == asking.principal.agency_id]
        found[person] = contact_standing(phase, enrollment.phase_started_on, own, asking.today)
    return found


def overdue(asking: Asking, person: Participant, standing: ContactStanding | None) -> list[Reason]:
    if standing is None or not standing.days_late:
        return []
    days = standing.days_late
    words = gettext("1 day late") if days == 1 else gettext("%(days)d days late", days=days)
    return [Reason("late", gettext("Contact overdue"), words, log_href(asking, person.id), OVERDUE)]


def needs_open(asking: Asking, persons: Mapping[UUID, Participant]) -> dict[UUID, int]:
    """How many needs are open; who has none recorded that the reader may see is left out."""
    found = needs.needs_of(asking.session, list(persons))
    return {person: sum(one.state.still_open for one in each) for person, each in found.items()}


def urgent_first(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    order = {"stop": 0, "late": 1, "due": 2}
    return tuple(sorted(reasons, key=lambda reason: order.get(reason.kind, 3)))


def late(line: Line) -> int:
    return line.contact.days_late if line.contact is not None else 0


def phase_words(enrollment: Enrollment | None, asking: Asking) -> str:
    if enrollment is None:
        return ""
    phase = rules_of(enrollment.program_version).phase(enrollment.phase_key)
    number = (asking.today - enrollment.phase_started_on).days + 1
    return gettext("%(phase)d, day %(day)d", phase=phase.number, day=number)


def log_href(asking: Asking, participant_id: UUID) -> str:
    """Where the reader logs a contact with this person."""
    if not asking.principal.may(Permission.CONTACT_RECORD):
        return ""
    duty = duty_of(asking.principal.role)
    return url_for(duty.endpoint if duty else "casework.contacts.new", participant_id=participant_id)


def counts(lines: Sequence[Line]) -> tuple[tuple[str, int, str], ...]:
    """The figures above the table that filter it: people who have a reason of each kind."""
    counted = Counter(key for line in lines for key in {reason.filter for reason in line.reasons if reason.filter})
    return tuple((key, counted[key], str(words)) for key, words in filters().items() if counted[key])
