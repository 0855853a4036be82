"""How many tests were selected, collected, and what they came to: the counts of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.compliance.drug_tests.results import ResultFact, current_results
from portal.compliance.drug_tests.vocabulary import Counting
from portal.participants.programs.definition import ProgramRules

_NOT_COLLECTED = {Counting.MISSED, Counting.EXCUSED, Counting.DECLINED, Counting.NO_SAMPLE}


@dataclass(frozen=True, slots=True)
class DrugTestTally:
    """Counts over a period. `collected` leaves out missed, excused, declined, and samples that could not be given."""

    selected: int
    collected: int
    by: Mapping[Counting, int]

    def count(self, heading: Counting) -> int:
        return self.by.get(heading, 0)


def tally(
    tests: Sequence[ResultFact],
    rules: ProgramRules,
    from_on: date,
    to_on: date,
    known_by: datetime | None = None,
) -> DrugTestTally:
    """The tests from `from_on` through `to_on`, each counted once under the heading of the result that holds."""
    held = [result for result in current_results(tests, to_on, known_by) if result.on >= from_on]
    by = Counter(rules.tests.rule(result.code).counts_as for result in held)
    return DrugTestTally(len(held), len(held) - sum(by[heading] for heading in _NOT_COLLECTED), dict(by))
