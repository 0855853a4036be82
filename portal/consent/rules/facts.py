"""The facts of one decision: who asks, about whom, for which record, why, and on which papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.consent.rules.instruments import Consent, Restriction
from portal.consent.rules.intervals import Interval, has_come
from portal.consent.rules.site import Site
from portal.consent.rules.terms import PARTICIPANT, Action, Capacity, Category, Label, MinorRule, Regime


@dataclass(frozen=True, slots=True)
class Reader:
    """Who would come to know the record: the actor, or the target of a redisclosure."""

    user: str
    role: str
    agency: str
    cjis_cleared: bool = False


@dataclass(frozen=True, slots=True)
class Actor(Reader):
    """Who asks. `participant_id` is set for the role participant only."""

    status: str = ""
    ended_at: datetime | None = None
    medical_personnel: bool = False
    participant_id: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the participant. `team` holds each member's stints by user."""

    id: str
    condition_of_disposition: bool
    final_disposition_at: datetime | None
    latest_possible_disposition_at: datetime | None
    team: Mapping[str, tuple[Interval, ...]]

    def on_team(self, user: str, at: datetime) -> bool:
        return any(stint.covers(at) for stint in self.team.get(user, ()))

    def disposed(self, at: datetime) -> bool:
        return has_come(self.final_disposition_at, at)


@dataclass(frozen=True, slots=True)
class Participant:
    id: str
    born_on: date
    age_of_majority: int
    minor_rule: MinorRule
    capacity: Capacity
    deceased_at: datetime | None
    treating_agencies: frozenset[str]
    cases: tuple[Case, ...]

    def case(self, case_id: str | None) -> Case | None:
        """The case of that id, if the participant has it."""
        return next((case for case in self.cases if case.id == case_id), None)


@dataclass(frozen=True, slots=True)
class HeldCopy:
    """A copy that an agency lawfully received earlier (R28); `received_under` is a consent's kind."""

    agency: str
    received_at: datetime
    received_under: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record's gate columns. The regime follows the origin, never the topic (section 2)."""

    id: str
    category: Category
    origin: str
    regime: Regime
    labels: frozenset[Label]
    service_on: date
    created_at: datetime
    author: str
    withheld: bool = False
    held_copy: HeldCopy | None = None


@dataclass(frozen=True, slots=True)
class Redisclosure:
    """What a holder wants to pass on: under which kind of consent it came, and to whom it would go."""

    received_under: str
    target: Reader


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is claimed for 2.51, and its documentation."""

    bona_fide: bool
    consent_unobtainable: bool
    nature: str
    recipient_name: str


@dataclass(frozen=True, slots=True)
class CourtOrder:
    """A recorded order (R83). A subpoena beside it only matters for compelling, which no portal does (R82)."""

    id: str
    section: str
    participant: str
    issued_at: datetime
    expires_at: datetime | None
    vacated_at: datetime | None
    findings_recorded: bool
    notice_given: bool
    recipient_agencies: frozenset[str]
    categories: frozenset[str]
    covers_confidential_communications: bool
    covers_counseling_notes: bool


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked and on what basis. `report_initial` is known only when a report is claimed."""

    action: Action
    purpose: str
    basis: str
    proceeding_id: str | None = None
    redisclosure: Redisclosure | None = None
    emergency: Emergency | None = None
    court_order: CourtOrder | None = None
    report_initial: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one decision may look at."""

    actor: Actor
    participant: Participant
    record: Record
    request: Request
    consents: tuple[Consent, ...]
    restrictions: tuple[Restriction, ...]
    site: Site

    @property
    def redisclosing(self) -> bool:
        return self.request.action is Action.REDISCLOSE

    @property
    def target(self) -> Reader:
        """To whom a redisclosure would go. ValueError when that was not said."""
        if self.request.redisclosure is None:
            raise ValueError("a redisclosure without a target")
        return self.request.redisclosure.target

    @property
    def reader(self) -> Reader:
        """The reader of S5 (cj, hipaa), S6 and S7: the target of a redisclosure, else the actor."""
        return self.target if self.redisclosing else self.actor

    def is_origin_staff(self, reader: Reader) -> bool:
        """Of the originating agency. The patient is never its staff, whatever the account says (section 18)."""
        return reader.agency == self.record.origin and reader.role != PARTICIPANT


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to the consents: may this discloser tell this reader, at this moment?"""

    facts: Facts
    at: datetime
    reader: Reader
    discloser: str
