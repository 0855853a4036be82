"""Results and findings as facts, and which of them hold at a moment.

A test has several results in its life: presumptive on Tuesday, confirmed on Friday. Each is a fact with the moment
from which it was known; the latest known one holds. So a view "as of" last Thursday says what was known on Thursday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.compliance.drug_tests.vocabulary import FindingOutcome, ResultCode


@dataclass(frozen=True, slots=True)
class ResultFact:
    """One result of one test. `on` is the local day of collection (of selection when nothing was collected), never of
    the result. `known_at` is when it was recorded; `test_key` names the test, so a later result replaces this one.
    """

    test_key: str
    on: date
    code: ResultCode
    known_at: datetime


@dataclass(frozen=True, slots=True)
class FindingFact:
    """What a person found. With a `test_key` it is about that test; without, about the day `on` (use that was told or
    seen). `used_on`: the last day of use as found, where it is another day than the test's.
    """

    on: date
    outcome: FindingOutcome
    known_at: datetime
    test_key: str | None = None
    used_on: date | None = None


def current_results(
    tests: Iterable[ResultFact], as_of: date, known_by: datetime | None = None
) -> tuple[ResultFact, ...]:
    """The result that holds for each test, oldest test first. `known_by` None: everything that is known.

    A tie in `known_at` goes to the later code of the vocabulary, so the order of the input never matters.
    """
    latest: dict[str, ResultFact] = {}
    for fact in tests:
        if known_by is not None and fact.known_at > known_by:
            continue
        held = latest.get(fact.test_key)
        if held is None or _standing(fact) > _standing(held):
            latest[fact.test_key] = fact
    held_now = (fact for fact in latest.values() if fact.on <= as_of)
    return tuple(sorted(held_now, key=lambda fact: (fact.on, fact.test_key)))


def current_findings(
    findings: Iterable[FindingFact], as_of: date, known_by: datetime | None = None
) -> tuple[FindingFact, ...]:
    """The finding that holds for each test and each day, oldest first."""
    latest: dict[tuple[str | None, date | None], FindingFact] = {}
    for fact in findings:
        if known_by is not None and fact.known_at > known_by:
            continue
        about = (fact.test_key, fact.on if fact.test_key is None else None)
        held = latest.get(about)
        if held is None or _weight(fact) > _weight(held):
            latest[about] = fact
    held_now = (fact for fact in latest.values() if fact.on <= as_of)
    return tuple(sorted(held_now, key=lambda fact: (fact.on, fact.test_key or "")))


def _standing(fact: ResultFact) -> tuple[datetime, int, date]:
    return fact.known_at, list(ResultCode).index(fact.code), fact.on


def _weight(fact: FindingFact) -> tuple[datetime, int, date, date]:
    return fact.known_at, list(FindingOutcome).index(fact.outcome), fact.on, fact.used_on or fact.on
