"""The last days as a strip: for each day its sober state and the tests of that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.compliance.drug_tests.results import FindingFact, ResultFact, current_results
from portal.compliance.drug_tests.sober_line import DAY, days_from, trace
from portal.compliance.drug_tests.vocabulary import ResultCode, Sobriety
from portal.participants.programs.definition import ProgramRules


@dataclass(frozen=True, slots=True)
class DayFact:
    """One day of the strip. `provisional`: a result from this day or earlier in the line awaits confirmation."""

    on: date
    sober: Sobriety
    provisional: bool
    results: tuple[ResultCode, ...]


def day_strip_facts(
    tests: Sequence[ResultFact],
    as_of: date,
    started_on: date,
    rules: ProgramRules,
    findings: Sequence[FindingFact] = (),
    known_by: datetime | None = None,
    days: int = 90,
) -> tuple[DayFact, ...]:
    """The `days` days up to `as_of`, oldest first. Days before the start have no state."""
    lines = trace(tests, findings, as_of, started_on, rules.tests, known_by)
    states = {on: state for line in lines for on, state in line.states.items()}
    pending_from = lines[-1].pending_from
    results: dict[date, tuple[ResultCode, ...]] = {}
    for result in current_results(tests, as_of, known_by):
        results[result.on] = (*results.get(result.on, ()), result.code)
    return tuple(
        DayFact(
            on=on,
            sober=states.get(on, Sobriety.NONE),
            provisional=pending_from is not None and on >= pending_from,
            results=results.get(on, ()),
        )
        for on in days_from(as_of - timedelta(days=days) + DAY, as_of)
    )
