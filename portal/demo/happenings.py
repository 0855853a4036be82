"""What happens in the county: dated facts, each done by one person of the staff at one moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from portal.accounts.agencies.vocabulary import AgencyKind
from portal.compliance.drug_tests.vocabulary import DrugTestReason, ResultCode
from portal.participants.enrollments.vocabulary import EnrollmentStatus, LegalTrack, Place
from portal.participants.programs.vocabulary import AttendanceMark, ObligationKind, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """`at` is the moment (UTC), `by` the username of the one who does it in the portal."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal(Happening):
    """About one participant, by key."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered(Personal):
    """Registered and enrolled, with the team. `phases` are the days on which phases began, the first one first."""

    started_on: date
    track: LegalTrack
    case_number: str
    phases: tuple[tuple[str, date], ...]
    team: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseGranted(Personal):
    """A diversion program moves somebody on; in court this is a part of the hearing."""

    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Personal):
    status: EnrollmentStatus
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Personal):
    """Whereabouts from this day on."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented(Personal):
    """A signed consent: criminal-justice or ordinary, from one clinic, known later as `paper`."""

    paper: str
    criminal_justice: bool
    clinic: str
    recipients: tuple[str, ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TookBack(Personal):
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideListed(Happening):
    """An agency without an account is put into the list of those that can be asked, known later as `word`."""

    word: str
    name: str
    kind: AgencyKind
    contact: str
    phone: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideAsked(Personal):
    """Such an agency is asked about a person."""

    agency: str
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStarted(Happening):
    """A clinic offers a group, and plans its sessions."""

    clinic: str
    group: str
    name: str
    service: str
    weekdays: tuple[int, ...]
    meets_at: time
    minutes: int
    leaders: tuple[str, ...]
    room: str
    planned_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted(Personal):
    clinic: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSet(Personal):
    clinic: str
    level: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharged(Personal):
    clinic: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupJoined(Personal):
    group: str
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLeft(Personal):
    group: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class Mark:
    person: str
    mark: AttendanceMark
    minutes: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMarked(Happening):
    group: str
    on: date
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled(Happening):
    group: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCorrected(Personal):
    group: str
    on: date
    mark: AttendanceMark
    reason: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualHeld(Personal):
    clinic: str
    service: str
    starts_at: datetime
    mark: AttendanceMark | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested(Personal):
    on: date
    code: ResultCode
    taken_at: time | None
    why: DrugTestReason = DrugTestReason.RANDOM


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultChanged(Personal):
    on: date
    code: ResultCode
    why: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised(Personal):
    """A contact of an officer."""

    mode: str
    result: str
    minutes: int | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited(Personal):
    """A contact of a case manager."""

    mode: str
    outcome: str
    minutes: int | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFound(Personal):
    area: str
    words: str
    goal: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMoved(Personal):
    area: str
    state: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Personal):
    on: date
    code: str
    words: str
    document_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDecided(Personal):
    on: date
    code: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested(Personal):
    milestone: str
    words: str
    amount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Obliged(Personal):
    """An obligation that stands on the agreement and no hearing."""

    obligation: str
    kind: ObligationKind
    label: str
    target: Decimal
    unit: Unit
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved(Personal):
    obligation: str
    amount: Decimal
    words: str
    seen: bool = True
