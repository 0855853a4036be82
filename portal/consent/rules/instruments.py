"""What participants and programs sign: consents with their form, revocations, restrictions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.consent.rules.terms import (
    ALL,
    Category,
    ConsentKind,
    ExpiryType,
    Label,
    PartyType,
    RestrictionReach,
    RevocationScope,
)


@dataclass(frozen=True, slots=True)
class Discloser:
    """Who may disclose: an agency by its id, or a class by its name (C9)."""

    type: PartyType
    name: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may receive: `name` is the user, the agency, the role, the class or the intermediary; `agency` is where."""

    type: PartyType
    name: str
    agency: str | None = None
    participants: frozenset[str] = frozenset()
    treating_class: bool = False


@dataclass(frozen=True, slots=True)
class Information:
    """What may be disclosed. The record period's ends are days, both included (R35)."""

    categories: frozenset[str]
    labels: frozenset[Label] = frozenset()
    record_from: date | None = None
    record_to: date | None = None


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a consent ends: at a moment, or when its event or condition is recorded as having occurred."""

    type: ExpiryType | None
    at: datetime | None = None
    event: str = ""
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FormWording:
    """What the paper says, for the form checks; an empty text means that it says nothing."""

    patient_name: str
    revocation_right: bool
    how_to_revoke: str
    hipaa_redisclosure: bool
    redisclosure_potential: bool
    refusal_consequences: str
    treatment_conditioned: bool


@dataclass(frozen=True, slots=True)
class CriminalJusticeTerms:
    """2.35: the case, how long, and when the consent becomes revocable (at a moment, or by an event that occurs)."""

    case_id: str | None
    duration: str
    revocable_at: datetime | None = None
    revocable_event: str = ""
    revocable_occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revocation:
    """A patient's no, written or oral. A stated date is kept beside it for R27, and decides nothing."""

    received_at: datetime
    scope: RevocationScope
    recipient: Recipient | None = None
    category: str | None = None

    def __post_init__(self) -> None:
        """A partial revocation must say of what: one that can't be read must not pass for one of nothing (R181)."""
        if self.scope is RevocationScope.RECIPIENT and self.recipient is None:
            raise ValueError("a revocation for a recipient names none")
        if self.scope is RevocationScope.CATEGORY and self.category != ALL:
            Category(self.category or "")


@dataclass(frozen=True, slots=True)
class Consent:
    """One signed paper. It reaches a reader only as a whole: two papers are never stitched (R12)."""

    id: str
    kind: ConsentKind
    participant: str
    participant_name: str
    disclosers: tuple[Discloser, ...]
    information: Information
    recipients: tuple[Recipient, ...]
    purposes: frozenset[str]
    expiry: Expiry
    signed_at: datetime | None
    effective_from: datetime | None
    recorded_at: datetime
    signers: frozenset[str]
    form: FormWording
    terms: CriminalJusticeTerms | None = None
    proceeding_id: str | None = None
    known_false: bool = False
    revocations: tuple[Revocation, ...] = ()
    superseded_at: datetime | None = None
    false_since: datetime | None = None
    """When it became known that it is false, where that is kept: no decision asks for it, only who asks of the past."""

    @property
    def case_id(self) -> str | None:
        """The case that a criminal-justice consent names."""
        return None if self.terms is None else self.terms.case_id


@dataclass(frozen=True, slots=True)
class Restriction:
    """A program's promise to a patient under 2.26: no categories means every one, no recipients means everybody."""

    id: str
    agency: str
    agreed_at: datetime
    reach: RestrictionReach
    categories: frozenset[str] = frozenset()
    recipients: tuple[Recipient, ...] = ()
    terminated_at: datetime | None = None
    terminated_by: str | None = None

    def __post_init__(self) -> None:
        """A promise about a category that nobody knows must not pass for a promise about nothing (R181)."""
        for category in self.categories:
            if category != ALL:
                Category(category)
