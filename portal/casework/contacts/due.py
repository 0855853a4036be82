"""When the next contact is due, by the interval of the phase (treatment-court practice: phases)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.casework.contacts.models import Contact
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.participants.programs.definition import Phase


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """The last contact kept, when the next is due (None: the phase asks for none), and how late it is."""

    last_on: date | None
    due_on: date | None
    days_late: int


def contact_standing(phase: Phase, phase_started_on: date, contacts: Iterable[Contact], as_of: date) -> ContactStanding:
    """A message is no contact; before the first one the phase's start counts."""
    kept = [c.met_on for c in contacts if c.outcome == Outcome.KEPT and c.mode != Mode.MESSAGE and c.met_on <= as_of]
    last_on = max(kept, default=None)
    if phase.contact_every_days is None:
        return ContactStanding(last_on, None, 0)
    due_on = (last_on or phase_started_on) + timedelta(days=phase.contact_every_days)
    return ContactStanding(last_on, due_on, max(0, (as_of - due_on).days))
