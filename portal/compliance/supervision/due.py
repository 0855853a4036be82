"""When the next contact or home visit is due, by the interval of the phase (treatment-court practice: phases)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.compliance.supervision.vocabulary import ContactMode, ContactNeed, ContactResult
from portal.participants.programs.definition import Phase
from portal.participants.programs.sentences import Said, say

_COUNTS = frozenset(ContactMode) - {ContactMode.MESSAGE}


@dataclass(frozen=True, slots=True)
class ContactFact:
    """One contact or attempt. A later fact with the same `contact_key` replaces it."""

    contact_key: str
    on: date
    mode: ContactMode
    result: ContactResult
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ContactDue:
    """When the next one is due. `days_late` is 0 while there is time; `due_on` None when contacts are not known."""

    last_kept_on: date | None
    due_on: date | None
    days_late: int
    missed_since: int
    attempts_since: int
    said: Said


def next_contact(
    phase: Phase,
    phase_started_on: date,
    contacts: Iterable[ContactFact] | None,
    as_of: date,
    known_by: datetime | None = None,
) -> ContactDue | None:
    """The next contact of any kind but a message. None when the phase asks for none."""
    return _next(phase.contact_every_days, _COUNTS, phase_started_on, contacts, as_of, known_by)


def next_home_visit(
    phase: Phase,
    phase_started_on: date,
    contacts: Iterable[ContactFact] | None,
    as_of: date,
    known_by: datetime | None = None,
) -> ContactDue | None:
    """The next home visit. None when the phase asks for none."""
    return _next(phase.home_visit_every_days, {ContactMode.HOME}, phase_started_on, contacts, as_of, known_by)


def kept(
    contacts: Iterable[ContactFact], from_on: date, to_on: date, known_by: datetime | None = None
) -> tuple[ContactFact, ...]:
    """The contacts kept from `from_on` through `to_on`, messages left out, oldest first."""
    held = current_contacts(contacts, to_on, known_by)
    return tuple(c for c in held if c.on >= from_on and c.result is ContactResult.KEPT and c.mode in _COUNTS)


def current_contacts(
    contacts: Iterable[ContactFact], as_of: date, known_by: datetime | None = None
) -> tuple[ContactFact, ...]:
    """The fact that holds for each contact up to a day, oldest first."""
    latest: dict[str, ContactFact] = {}
    for contact in contacts:
        if known_by is not None and contact.known_at > known_by:
            continue
        held = latest.get(contact.contact_key)
        if held is None or _weight(contact) > _weight(held):
            latest[contact.contact_key] = contact
    up_to_now = (contact for contact in latest.values() if contact.on <= as_of)
    return tuple(sorted(up_to_now, key=lambda contact: (contact.on, contact.contact_key)))


def _next(
    every_days: int | None,
    modes: Iterable[ContactMode],
    phase_started_on: date,
    contacts: Iterable[ContactFact] | None,
    as_of: date,
    known_by: datetime | None,
) -> ContactDue | None:
    if every_days is None:
        return None
    if contacts is None:
        return ContactDue(None, None, 0, 0, 0, say(ContactNeed.NONE_KNOWN))
    held = [contact for contact in current_contacts(contacts, as_of, known_by) if contact.mode in frozenset(modes)]
    last_kept_on = max((c.on for c in held if c.result is ContactResult.KEPT), default=None)
    since = [c for c in held if last_kept_on is None or c.on > last_kept_on]
    due_on = (last_kept_on or phase_started_on) + timedelta(days=every_days)
    days_late = max(0, (as_of - due_on).days)
    word = ContactNeed.PAST if days_late else ContactNeed.BY_DAY
    return ContactDue(
        last_kept_on=last_kept_on,
        due_on=due_on,
        days_late=days_late,
        missed_since=sum(c.result is ContactResult.MISSED for c in since),
        attempts_since=sum(c.result is ContactResult.ATTEMPT for c in since),
        said=say(word, on=due_on, days=days_late),
    )


def _weight(contact: ContactFact) -> tuple[datetime, int, int, date]:
    places = list(ContactResult).index(contact.result), list(ContactMode).index(contact.mode)
    return contact.known_at, *places, contact.on
