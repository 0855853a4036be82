"""The strip of the last days, and the counts of a report."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.drug_tests.day_strip import day_strip_facts
from portal.compliance.drug_tests.results import ResultFact
from portal.compliance.drug_tests.sobriety import sober_days
from portal.compliance.drug_tests.tally import tally
from portal.compliance.drug_tests.vocabulary import Counting, ResultCode, Sobriety
from portal.participants.programs.loading import builtin_rules

RULES = builtin_rules("treatment_court")
START, AS_OF = date(2026, 7, 20), date(2026, 11, 18)


def result(day: int, code: ResultCode, key: str = "") -> ResultFact:
    """A result `day` days after the start."""
    on = START + timedelta(days=day)
    return ResultFact(key or f"test-{day}", on, code, datetime.combine(on, time(20), tzinfo=UTC))


def states(tests: list[ResultFact], days: int, as_of: date) -> str:
    letters = {Sobriety.VERIFIED: "v", Sobriety.UNVERIFIED: "u", Sobriety.NONE: "."}
    return "".join(letters[day.sober] for day in day_strip_facts(tests, as_of, START, RULES, days=days))


def test_each_day_has_its_state() -> None:
    tests = [
        result(3, ResultCode.NEG),
        result(6, ResultCode.NOSHOW),
        result(9, ResultCode.NEG),
        result(12, ResultCode.POS_ADMIT),
        result(15, ResultCode.NEG),
        result(17, ResultCode.DILUTE),
    ]
    assert states(tests, 22, START + timedelta(days=19)) == "..vvvvvvuuuv...vvvuuuu"


def test_the_strip_ends_today_and_names_the_tests_of_a_day() -> None:
    strip = day_strip_facts(
        [result(5, ResultCode.NEG), result(5, ResultCode.EXCUSED, "b")], AS_OF, START, RULES, days=150
    )
    assert len(strip) == 150 and strip[-1].on == AS_OF and strip[0].on < START
    assert next(day.results for day in strip if day.results) == (ResultCode.EXCUSED, ResultCode.NEG)


def test_days_after_a_pending_result_are_provisional() -> None:
    tests = [result(5, ResultCode.NEG), result(8, ResultCode.PRESUMPT), result(11, ResultCode.NEG)]
    strip = day_strip_facts(tests, START + timedelta(days=11), START, RULES, days=12)
    assert [day.provisional for day in strip] == [False] * 8 + [True] * 4
    assert strip[-1].sober is Sobriety.VERIFIED
    assert len(day_strip_facts([], AS_OF, START, RULES)) == 90


def test_counts_of_a_period() -> None:
    tests = [
        result(1, ResultCode.NEG),
        result(10, ResultCode.NEG),
        result(12, ResultCode.PRESUMPT),
        result(14, ResultCode.NOSHOW),
        result(16, ResultCode.UNABLE),
        result(18, ResultCode.DILUTE),
    ]
    found = tally(tests, RULES, START + timedelta(days=5), START + timedelta(days=17))
    assert (found.selected, found.collected) == (4, 2)
    assert found.count(Counting.NEGATIVE) == found.count(Counting.PENDING) == found.count(Counting.MISSED) == 1
    assert found.count(Counting.DILUTE) == 0
    edges = tally(tests, RULES, START + timedelta(days=10), START + timedelta(days=12))
    assert edges.selected == edges.collected == 2


codes = st.sampled_from(list(ResultCode))


@given(st.lists(st.builds(result, st.integers(0, 80), codes), max_size=12), st.integers(0, 89))
def test_the_strip_agrees_with_the_sober_days(tests: list[ResultFact], day: int) -> None:
    as_of = START + timedelta(days=day)
    sober = sober_days(tests, as_of, START, RULES)
    strip = day_strip_facts(tests, as_of, START, RULES)
    current = [d for d in strip if sober.line_from_on is not None and d.on >= sober.line_from_on]
    assert sum(d.sober is Sobriety.VERIFIED for d in current) == sober.verified_days
    assert sum(d.sober is Sobriety.UNVERIFIED for d in current) == sober.unverified_days
    assert any(d.provisional for d in strip) == sober.provisional
    assert all(d.sober is Sobriety.NONE for d in strip if d.on < START)
