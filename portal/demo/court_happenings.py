"""What happens around dockets: hearings, what the judge answers, sections, reports, proposals. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portal.demo.happenings import Happening, Personal
from portal.participants.programs.vocabulary import ResponseKind


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of the judge: the option's key in the program's rules, and the behavior it answers.

    `obligation` names the obligation that it makes, for proofs later; `amount` is hours, days or items.
    """

    option: str
    kind: ResponseKind
    behavior: str = ""
    behavior_on: date | None = None
    amount: int | None = None
    due_on: date | None = None
    obligation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketPlanned(Happening):
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingSet(Personal):
    on: date
    kind: str = "status"
    mode: str = "in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingDropped(Personal):
    """A hearing that will not be held."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketCalled(Happening):
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Personal):
    """One person before the judge: what was ordered, the phase granted, the next date."""

    on: date
    answers: tuple[Answer, ...] = ()
    order: str = ""
    phase: str = ""
    next_on: date | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketClosed(Happening):
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDisposed(Personal):
    """The case's final disposition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDone(Personal):
    """A response is carried out: the one that was ordered on that day with that option."""

    ordered_on: date
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentSaid(Personal):
    """The clinic's section for the hearing of a day: kept as a draft, or submitted."""

    clinic: str
    hearing_on: date
    due_on: date
    period_from: date
    rating: str
    goals: tuple[int, int]
    line: str
    next_sessions: str
    advice: str
    medication: str
    submitted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseworkSaid(Personal):
    """The case manager's section: how areas of life moved, and a line."""

    hearing_on: date
    line: str
    changes: dict[str, str] = field(default_factory=dict)
    submitted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionSaid(Personal):
    """The officer's section."""

    hearing_on: date
    line: str
    submitted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsFiled(Happening):
    """Reports of a docket are filed: of all of it, or of the people named."""

    on: date
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Personal):
    """The team proposes a response for the hearing of a day; `view` is how the defense sees it."""

    hearing_on: date
    option: str
    why: str
    next_on: date
    view: str = ""
