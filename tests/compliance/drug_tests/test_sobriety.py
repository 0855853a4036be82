"""Verified sober days: the table of result codes, findings, gaps, and laws that hold for any history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.drug_tests.results import FindingFact, ResultFact
from portal.compliance.drug_tests.sobriety import SoberDays, moved_dates, sober_days
from portal.compliance.drug_tests.vocabulary import FindingOutcome, ResultCode
from portal.participants.programs.loading import builtin_rules

RULES = builtin_rules("treatment_court")
START = date(2026, 9, 1)
CODES = list(ResultCode)


def moment(on: date, hours: int = 36) -> datetime:
    return datetime.combine(on, time(0), tzinfo=UTC) + timedelta(hours=hours)


def result(day: int, code: ResultCode, known_after_hours: int = 36, key: str | None = None) -> ResultFact:
    """A result for the sample of day `day`, where day 1 is the start."""
    on = START + timedelta(days=day - 1)
    return ResultFact(key or f"test-{day}", on, code, moment(on, known_after_hours))


def negatives(*days: int) -> list[ResultFact]:
    return [result(day, ResultCode.NEG) for day in days]


def look(tests: list[ResultFact], day: int, *findings: FindingFact, known_by: datetime | None = None) -> SoberDays:
    return sober_days(tests, START + timedelta(days=day - 1), START, RULES, findings, known_by)


def on(day: int) -> date:
    return START + timedelta(days=day - 1)


def test_negative_tests_verify_back_to_the_one_before() -> None:
    sober = look(negatives(4, 8, 11), 13)
    assert sober.verified_days == 11
    assert (sober.since_on, sober.verified_to_on) == (on(1), on(11))
    assert sober.unverified_since_on is None and not sober.provisional
    assert sober.longest_gap_days == 4 and sober.verifying_tests == 3


def test_days_after_the_last_test_wait_for_the_next() -> None:
    sober = look(negatives(4), 10)
    assert sober.verified_days == 4
    assert sober.days_if_negative_today == 10
    assert "Verified by the test of Fri Sep 4." in [str(reason) for reason in sober.reasons]


def test_no_test_known_is_said_as_that() -> None:
    sober = look([], 20)
    assert not sober.known and sober.verified_days == 0
    assert [str(reason) for reason in sober.reasons] == ["No test is known."]


@pytest.mark.parametrize(
    "code", [ResultCode.POS_CONF, ResultCode.POS_ADMIT, ResultCode.SUBST, ResultCode.ADULT, ResultCode.REFUSED]
)
def test_use_and_altered_samples_begin_a_new_line_on_the_day_after(code: str) -> None:
    sober = look([*negatives(4, 14), result(17, ResultCode(code)), *negatives(20, 24)], 25)
    assert sober.verified_days == 7
    assert (sober.since_on, sober.line_from_on, sober.verified_to_on) == (on(18), on(18), on(24))


@pytest.mark.parametrize("code", [ResultCode.INVALID, ResultCode.LAB_ERR, ResultCode.CANCELLED, ResultCode.EXCUSED])
def test_void_and_excused_tests_change_nothing(code: ResultCode) -> None:
    assert look([*negatives(4, 11), result(8, code)], 12).verified_days == 11


def test_a_verified_prescription_counts_like_a_negative() -> None:
    assert look([result(4, ResultCode.PRES)], 5).verified_days == 4


def test_a_presumptive_result_is_provisional_until_it_is_confirmed_either_way() -> None:
    pending = [*negatives(4, 8), result(12, ResultCode.PRESUMPT), *negatives(15)]
    sober = look(pending, 16)
    assert sober.provisional and sober.verified_days == 15 and sober.since_on == on(1)
    cleared = look([*pending, result(12, ResultCode.NEG, 24 * 6)], 20)
    assert not cleared.provisional and cleared.verified_days == 15
    confirmed = look([*pending, result(12, ResultCode.POS_CONF, 24 * 6)], 20)
    assert confirmed.verified_days == 3 and confirmed.line_from_on == on(13)


def test_what_became_known_later_is_not_used_for_an_earlier_moment() -> None:
    tests = [*negatives(4, 8), result(12, ResultCode.PRESUMPT), result(12, ResultCode.POS_CONF, 24 * 6)]
    assert look(tests, 14, known_by=moment(on(14))).provisional
    assert look(tests, 14, known_by=moment(on(14))).verified_days == 8
    assert look(tests, 14).verified_days == 0


def test_use_from_before_the_program_waits_for_the_first_negative() -> None:
    waiting = look([result(3, ResultCode.POS_RESIDUAL), result(7, ResultCode.POS_RESIDUAL)], 9)
    assert waiting.line_from_on is None and waiting.verified_days == 0
    begun = look([result(3, ResultCode.POS_RESIDUAL), result(7, ResultCode.POS_RESIDUAL), *negatives(12, 15)], 15)
    assert begun.since_on == on(12) and begun.verified_days == 4


def test_a_residual_result_outside_its_window_or_after_a_negative_needs_a_decision() -> None:
    after_negative = look([*negatives(4), result(8, ResultCode.POS_RESIDUAL), *negatives(12)], 12)
    assert after_negative.provisional and after_negative.verified_days == 12
    assert look([result(32, ResultCode.POS_RESIDUAL)], 33).provisional


def test_a_dilute_sample_leaves_days_unverified_since_the_test_before_and_never_restarts() -> None:
    sober = look([*negatives(4, 8), result(12, ResultCode.DILUTE)], 14)
    assert sober.verified_days == 8 and sober.since_on == on(1)
    assert sober.unverified_since_on == on(9) and sober.unverified_days == 6
    later = look([*negatives(4, 8), result(12, ResultCode.DILUTE), *negatives(15)], 16)
    assert later.verified_days == 9 and later.unverified_days == 6 and later.unverified_since_on is None


@pytest.mark.parametrize("code", [ResultCode.DILUTE, ResultCode.UNABLE])
def test_a_repeat_on_the_next_day_clears_it(code: ResultCode) -> None:
    sober = look([*negatives(4, 8), result(12, code), *negatives(13)], 14)
    assert sober.verified_days == 13 and sober.unverified_days == 0


def test_two_dilute_samples_are_a_concern_and_change_no_day() -> None:
    tests = [*negatives(4, 13, 21), result(12, ResultCode.DILUTE), result(20, ResultCode.DILUTE)]
    sober = look(tests, 22)
    assert sober.verified_days == 21
    assert "Another dilute sample on Sun Sep 20: a concern for a person to look at." in [str(r) for r in sober.reasons]
    explained = FindingFact(on(20), FindingOutcome.NO_USE, moment(on(21)), "test-20")
    assert not any("Another dilute" in str(reason) for reason in look(tests, 22, explained).reasons)


def test_a_missed_test_leaves_days_unverified_from_that_day_until_the_next_negative() -> None:
    sober = look([*negatives(4), result(8, ResultCode.NOSHOW), *negatives(11)], 12)
    assert sober.verified_days == 8 and sober.unverified_days == 3 and sober.line_from_on == on(1)
    assert look([*negatives(4), result(8, ResultCode.NOSHOW)], 12).unverified_since_on == on(8)


def test_a_finding_about_a_missed_test_may_restart_or_clear() -> None:
    tests = [*negatives(4), result(8, ResultCode.NOSHOW), *negatives(11)]
    use = FindingFact(on(8), FindingOutcome.USE, moment(on(12)), "test-8")
    cleared = replace(use, outcome=FindingOutcome.NO_USE)
    assert look(tests, 12, use).verified_days == 3 and look(tests, 12, use).line_from_on == on(9)
    assert look(tests, 12, cleared).verified_days == 11
    assert look(tests, 12, use, known_by=moment(on(11), 40)).verified_days == 8


def test_a_finding_of_no_use_takes_a_positive_back_and_one_of_use_may_name_the_day() -> None:
    tests = [*negatives(4), result(8, ResultCode.POS_CONF), *negatives(11)]
    none = FindingFact(on(8), FindingOutcome.NO_USE, moment(on(12)), "test-8")
    assert look(tests, 12, none).verified_days == 11
    told = FindingFact(on(6), FindingOutcome.USE, moment(on(7)))
    assert look(negatives(4, 11), 12, told).line_from_on == on(7)


def test_a_long_time_without_a_test_is_unverified_not_negative() -> None:
    inside = look(negatives(4, 18), 18)
    assert inside.verified_days == 18
    outside = look(negatives(4, 19), 19)
    assert outside.verified_days == 5 and outside.unverified_days == 14 and outside.since_on == on(1)
    open_end = look(negatives(4), 19)
    assert open_end.unverified_since_on == on(5)
    assert "No test from Sat Sep 5 to Sat Sep 19; those days are not verified." in [str(r) for r in open_end.reasons]


def test_the_first_day_that_counts_is_the_first_verified_one() -> None:
    late_start = look(negatives(20, 24), 24)
    assert late_start.since_on == on(20) and late_start.verified_days == 5 and late_start.line_from_on == on(1)


def test_a_positive_today_leaves_nothing_and_a_negative_of_the_same_day_does_not_hide_it() -> None:
    same_day = [*negatives(4, 8), result(8, ResultCode.POS_CONF, key="second")]
    sober = look(same_day, 8)
    assert (sober.verified_days, sober.days_if_negative_today, sober.since_on) == (0, 0, None)
    assert sober.line_from_on == on(9)


def test_the_day_a_target_was_reached_and_what_a_late_result_moved() -> None:
    tests = [*negatives(4, 8, 12, 16), result(6, ResultCode.NEG), result(6, ResultCode.POS_CONF, 24 * 12)]
    early = moment(on(16), 40)
    assert look(tests, 18, known_by=early).reached_on(14) == on(14)
    moved = moved_dates([7, 14], tests, on(18), START, RULES, early)
    assert [(m.target, m.before_on, m.after_on) for m in moved] == [(7, on(7), on(13)), (14, on(14), None)]


days_of_tests = st.integers(1, 80)
histories = st.lists(
    st.builds(
        result, st.integers(1, 80), st.sampled_from(CODES), st.integers(1, 400), st.none() | st.sampled_from("abc")
    ),
    max_size=14,
)
finding_lists = st.lists(
    st.builds(
        lambda day, outcome, hours, key: FindingFact(on(day), outcome, moment(on(day), hours), key),
        st.integers(1, 80),
        st.sampled_from(list(FindingOutcome)),
        st.integers(1, 400),
        st.none() | st.integers(1, 80).map(lambda day: f"test-{day}"),
    ),
    max_size=3,
)
days = st.integers(1, 90)


@given(histories, finding_lists, days, st.integers(1, 90))
def test_one_more_negative_test_never_lowers_the_days(
    tests: list[ResultFact], findings: list[FindingFact], day: int, at: int
) -> None:
    more = [*tests, result(at, ResultCode.NEG, key="one more")]
    assert look(more, day, *findings).verified_days >= look(tests, day, *findings).verified_days


@given(histories, finding_lists, days, st.randoms())
def test_the_order_of_the_input_never_matters(
    tests: list[ResultFact], findings: list[FindingFact], day: int, chance: Random
) -> None:
    shuffled, turned = list(tests), list(findings)
    chance.shuffle(shuffled)
    chance.shuffle(turned)
    assert look(shuffled, day, *turned) == look(tests, day, *findings)


@given(histories, finding_lists, days, st.integers(1, 90))
def test_a_view_as_of_a_moment_uses_nothing_recorded_later(
    tests: list[ResultFact], findings: list[FindingFact], day: int, at: int
) -> None:
    known_by = moment(on(at))
    then = [test for test in tests if test.known_at <= known_by]
    found = [finding for finding in findings if finding.known_at <= known_by]
    assert look(tests, day, *findings, known_by=known_by) == look(then, day, *found, known_by=known_by)


@given(histories, finding_lists, days)
def test_the_parts_of_the_answer_fit_together(tests: list[ResultFact], findings: list[FindingFact], day: int) -> None:
    sober = look(tests, day, *findings)
    assert 0 <= sober.verified_days <= sober.days_if_negative_today <= day
    assert (sober.verified_days > 0) == (sober.since_on is not None) == (sober.verified_to_on is not None)
    if sober.since_on is not None and sober.verified_to_on is not None:
        span = (sober.verified_to_on - sober.since_on).days + 1
        assert span - sober.unverified_days <= sober.verified_days <= span
    assert sober.reached_on(sober.verified_days) == sober.verified_to_on and sober.reached_on(0) is None
