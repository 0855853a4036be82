"""What a progress report says: the fields, in the order in which a court reads them, and where each line comes from.

A content is made for one addressee and one purpose by queries that ran as that addressee; it knows nothing of what was
left out. It is frozen: `to_json` spells it canonically, `content_hash` names that spelling, and paper prints the hash.
An empty tuple or None is "nothing in this report", whatever the cause, and prints the one neutral sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from portal.court.reports.canonical import decode, encode
from portal.court.reports.lines import (
    Advancement,
    AttendanceRate,
    Author,
    Balance,
    DifferentView,
    Dispute,
    DrugTest,
    DrugTestCounts,
    Fact,
    Goal,
    Header,
    Line,
    Milestone,
    MissedSession,
    NextDate,
    Obligation,
    Phase,
    Provenance,
    Recommendation,
    Referral,
    Response,
    ServiceAttendance,
    Signature,
    SoberDays,
    Source,
    Statement,
    Strip,
    StripDay,
)
from portal.court.reports.marks import (
    DrugTestResult,
    MilestoneState,
    ObligationState,
    ResponseKind,
    SessionMark,
    Sobriety,
)
from portal.court.reports.notice import LONG_NOTICE, SHORT_NOTICE, Notice

__all__ = [
    "LONG_NOTICE",
    "SHORT_NOTICE",
    "Advancement",
    "AttendanceRate",
    "Author",
    "Balance",
    "DifferentView",
    "Dispute",
    "DrugTest",
    "DrugTestCounts",
    "DrugTestResult",
    "Fact",
    "Goal",
    "Header",
    "Line",
    "Milestone",
    "MilestoneState",
    "MissedSession",
    "NextDate",
    "Notice",
    "Obligation",
    "ObligationState",
    "Phase",
    "Provenance",
    "Recommendation",
    "Referral",
    "ReportContent",
    "Response",
    "ResponseKind",
    "ServiceAttendance",
    "SessionMark",
    "Signature",
    "SoberDays",
    "Sobriety",
    "Source",
    "Statement",
    "Strip",
    "StripDay",
    "content_hash",
    "from_json",
    "provenance_of",
    "to_json",
]


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """The whole document, section by section."""

    header: Header
    notice: Notice
    phase: Phase | None = None
    track: Fact | None = None
    level_of_care: Fact | None = None
    """The topic is the level ("2.1"), the text its name; why somebody is at it never stands in a report."""
    next_advancement: Advancement | None = None
    summary: tuple[Statement, ...] = ()
    changes: tuple[Statement, ...] = ()
    recommendation: tuple[Statement, ...] = ()
    attendance: tuple[ServiceAttendance, ...] = ()
    attendance_rate: AttendanceRate | None = None
    progress: tuple[Fact, ...] = ()
    test_counts: DrugTestCounts | None = None
    tests: tuple[DrugTest, ...] = ()
    sober: SoberDays | None = None
    strip: Strip | None = None
    contacts: tuple[Fact, ...] = ()
    recovery_support: tuple[Fact, ...] = ()
    housing: tuple[Fact, ...] = ()
    work: tuple[Fact, ...] = ()
    school: tuple[Fact, ...] = ()
    family: tuple[Fact, ...] = ()
    health: tuple[Fact, ...] = ()
    goals: tuple[Goal, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    responses: tuple[Response, ...] = ()
    balance: Balance | None = None
    milestones: tuple[Milestone, ...] = ()
    barriers: tuple[Fact, ...] = ()
    referrals: tuple[Referral, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    own_statement: tuple[Statement, ...] = ()
    next_dates: tuple[NextDate, ...] = ()
    signatures: tuple[Signature, ...] = ()
    sources: tuple[Source, ...] = ()
    language: str = "en-US"
    layout: int = 1
    """Raised when the fields change meaning; a filed content keeps its own."""


def to_json(content: ReportContent) -> str:
    """Spell the content canonically: sorted keys, no spaces, UTC moments."""
    return encode(content)


def from_json(text: str) -> ReportContent:
    """Read a filed content again. NotCanonical when the text is something else."""
    return decode(ReportContent, text)


def content_hash(content: ReportContent) -> str:
    """SHA-256 of the canonical spelling, 64 hexadecimal digits; the file attached to the PDF has the same."""
    return sha256(to_json(content).encode()).hexdigest()


def provenance_of(content: ReportContent) -> tuple[Provenance, ...]:
    """Every record that a line of the content rests on, once each, in the order of first use."""
    found: dict[Provenance, None] = {}
    _collect(content, found)
    return tuple(found)


def _collect(value: object, found: dict[Provenance, None]) -> None:
    if isinstance(value, Provenance):
        found.setdefault(value)
    elif isinstance(value, tuple):
        for item in value:
            _collect(item, found)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            _collect(getattr(value, name), found)
