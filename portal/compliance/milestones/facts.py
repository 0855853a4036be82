"""What readiness needs to know of a participant. Whoever asks gathers it through the gated queries of the rooms.

None always means: not known to this reader. It never means zero, no, or not done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portal.compliance.drug_tests.sobriety import SoberDays
from portal.compliance.obligations.standing import Standing
from portal.participants.programs.definition import Milestone


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, since when it has been enough (None: it is not, or not known), and days of coming sessions."""

    done: int
    of: int
    reached_on: date | None = None
    upcoming_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class RunOfSessions:
    """Sessions attended one after the other in this phase: now, and `reached_on[n - 1]` when a run first had n."""

    current: int
    reached_on: tuple[date, ...] = ()
    upcoming_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and the day of the last of them."""

    have: int
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What a person recorded for one milestone: a document seen, a word given, a number added, a score gained."""

    milestone_key: str
    on: date
    evidence: str
    amount: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A milestone that the judge waived. The reason is always recorded."""

    milestone_key: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipantFacts:
    """Everything readiness reads.

    attendance: by milestone key, each over the milestone's own `window`; a key that is absent is unknown.
    records: for all milestones; an empty tuple says that there are none. unknown_keys: milestones whose records this
    reader may not see. contacts_kept: in this phase. obligations: the standings as this reader may see them.
    """

    sober: SoberDays | None = None
    attendance: Mapping[str, Share] | None = None
    sessions_in_row: RunOfSessions | None = None
    contacts_kept: Count | None = None
    records: tuple[Record, ...] | None = None
    unknown_keys: frozenset[str] = frozenset()
    obligations: tuple[Standing, ...] | None = None
    waivers: tuple[Waiver, ...] = ()


def window(milestone: Milestone, phase_started_on: date, as_of: date) -> tuple[date, date]:
    """First and last day over which a milestone is counted: the phase so far, or its own trailing days."""
    if milestone.window_days is None:
        return phase_started_on, as_of
    return max(phase_started_on, as_of - timedelta(days=milestone.window_days - 1)), as_of
