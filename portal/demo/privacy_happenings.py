"""What a privacy officer, a nurse and a coordinator do about single papers, beside the daily work. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.consent.breaches.vocabulary import BreachKind
from portal.consent.complaints.vocabulary import ComplaintAbout, MadeBy
from portal.consent.demands.vocabulary import DemandKind
from portal.consent.emergencies.vocabulary import Finding
from portal.consent.registers.vocabulary import Step
from portal.demo.happenings import Happening, Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLeft(Personal):
    """The court's form, filled in and not signed yet."""

    clinic: str
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketLeft(Personal):
    """A sitting for all forms of the program, begun and not finished."""

    clinic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAgreed(Happening):
    """The agency of the one who acts lets another one serve it, with one kind of information."""

    agency: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLess(Personal):
    """A promise: a kind of information is not told to an agency."""

    agency: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyDocumented(Personal):
    """By a nurse, about whoever has this person's name and date of birth."""

    told: str
    facility: str
    nature: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyOver(Happening):
    """Whoever documented it says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyJudged(Personal):
    finding: Finding
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtOrdered(Personal):
    """An order for a purpose that is not criminal (2.64), served on the program."""

    court: str
    number: str
    issued_on: date
    agency: str
    categories: tuple[str, ...]
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Personal):
    """Something that goes into a register, known later as `matter`. `words` say what it is about."""

    matter: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCame(Received):
    kind: DemandKind
    issuer: str
    number: str
    answer_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAsked(Received):
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complained(Received):
    about: ComplaintAbout
    made_by: MadeBy


@dataclass(frozen=True, slots=True, kw_only=True)
class WentWrong(Received):
    """A breach, or what may be one."""

    kind: BreachKind
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(Happening):
    matter: str
    step: Step
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingSuspended(Personal):
    """An agency of the law asked in writing that an accounting leave out what it was told."""

    agency: str
    official: str
    through_on: date
    words: str
