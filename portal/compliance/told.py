"""What this room tells: values with the record behind each. The functions that fill them are in `facts.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.compliance.behaviors.vocabulary import SourceKind
from portal.compliance.behaviors.vocabulary import Standing as QuestionStanding
from portal.compliance.drug_tests.vocabulary import Counting, ResultCode
from portal.compliance.obligations.standing import Standing
from portal.compliance.responses.balance import Balance
from portal.compliance.responses.vocabulary import Level, ResponseKind, ResponseState
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.gate.source import RecordSource


@dataclass(frozen=True, slots=True)
class DrugTestTold:
    """The result that holds for one test. `counts_as` is None where the reader knows no program."""

    source: RecordSource
    test_id: UUID
    on: date
    collected_at: datetime | None
    selected_on: date | None
    code: ResultCode
    counts_as: Counting | None
    panel: str
    confirmed: bool
    provisional: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """A question, its reasons, how it stands. `behavior` is the program's wording, `source_key` the session or test."""

    source: RecordSource
    question_id: UUID
    kind: SourceKind
    source_key: UUID
    mark: str
    behavior_code: str
    behavior: str
    on: date
    standing: QuestionStanding
    reasons: tuple[str, ...]
    decision_reason: str
    decided_on: date | None

    @property
    def open(self) -> bool:
        return self.standing is QuestionStanding.OPEN


@dataclass(frozen=True, slots=True)
class ResponseTold:
    """A response in the words in which it was announced, and what became of it."""

    source: RecordSource
    response_id: UUID
    kind: ResponseKind
    code: str
    level: Level | None
    label: str
    behavior_code: str
    behavior: str
    ordered_on: date
    due_on: date | None
    state: ResponseState
    done_on: date | None
    contested: bool
    hearing_id: UUID | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalanceTold:
    """Incentives to sanctions as this reader may know them."""

    balance: Balance
    sources: tuple[RecordSource, ...]


@dataclass(frozen=True, slots=True)
class ObligationTold:
    """An obligation and how it stands as of the day."""

    source: RecordSource
    obligation_id: UUID
    label: str
    due_on: date | None
    standing: Standing
    hearing_id: UUID | None
    proofs: tuple[RecordSource, ...]


@dataclass(frozen=True, slots=True)
class ContactTold:
    """A supervision contact; the officer's words are not among what is told."""

    source: RecordSource
    contact_id: UUID
    on: date
    mode: ContactMode
    result: ContactResult
    minutes: int | None


@dataclass(frozen=True, slots=True)
class RecoveryTold:
    """What was recorded for a milestone about recovery support: on which day, in whose words, for which phase."""

    source: RecordSource
    milestone: str
    phase_key: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class SectionTold:
    """The supervision section that was submitted for a hearing or review."""

    source: RecordSource
    hearing_id: UUID
    line: str
    author_name: str
    submitted_at: datetime
