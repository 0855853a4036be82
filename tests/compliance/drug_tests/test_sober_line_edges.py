"""The edges of the rules: the exact day on which a gap, a window or a repeat begins to matter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.compliance.drug_tests.results import FindingFact, ResultFact
from portal.compliance.drug_tests.sobriety import SoberDays, sober_days
from portal.compliance.drug_tests.vocabulary import FindingOutcome, ResultCode, SoberReason
from portal.participants.programs.loading import builtin_rules

RULES = builtin_rules("treatment_court")
START = date(2026, 9, 1)


def on(day: int) -> date:
    return START + timedelta(days=day - 1)


def look(history: str, day: int, *findings: FindingFact) -> SoberDays:
    """A history like "NEG 4, DILUTE 12": code and day, where day 1 is the start; a repeated day is another sample."""
    facts: list[ResultFact] = []
    for number, entry in enumerate(filter(None, history.split(", "))):
        code, at = entry.split()
        moment = datetime.combine(on(int(at)), time(20), tzinfo=UTC)
        facts.append(ResultFact(f"test-{number}", on(int(at)), ResultCode(code), moment))
    return sober_days(facts, on(day), START, RULES, findings)


def words(sober: SoberDays) -> set[SoberReason]:
    return {SoberReason(reason.word) for reason in sober.reasons}


@pytest.mark.parametrize(
    ("history", "verified", "unverified"),
    [
        ("NEG 1", 1, 0),
        ("NEG 15", 15, 0),
        ("NEG 16", 1, 15),
        ("NEG 4, NEG 18", 18, 0),
        ("NEG 4, NEG 19", 5, 14),
        ("POS_CONF 3, NEG 17", 14, 0),
        ("POS_CONF 3, NEG 18", 1, 14),
        ("POS_CONF 1, NEG 4", 3, 0),
    ],
)
def test_fourteen_days_without_a_test_are_no_gap_and_fifteen_are(history: str, verified: int, unverified: int) -> None:
    sober = look(history, int(history.split()[-1]))
    assert (sober.verified_days, sober.unverified_days) == (verified, unverified)


def test_the_open_end_becomes_unverified_after_fourteen_days() -> None:
    assert look("NEG 4", 18).unverified_since_on is None
    assert look("NEG 4", 19).unverified_since_on == on(5)
    assert look("NEG 4", 18).days_if_negative_today == 18 and look("NEG 4", 19).days_if_negative_today == 5


@pytest.mark.parametrize(
    ("history", "unverified"),
    [
        ("NEG 4, NOSHOW 8, NEG 8", 0),
        ("NEG 4, NOSHOW 8, NEG 9", 1),
        ("NEG 4, UNABLE 8, NEG 8", 0),
        ("NEG 4, UNABLE 8, NEG 9", 0),
        ("NEG 4, UNABLE 8, NEG 10", 2),
        ("NEG 4, DILUTE 8, NEG 8", 0),
        ("NEG 4, DILUTE 8, NEG 9", 0),
        ("NEG 4, DILUTE 8, NEG 10", 5),
        ("DILUTE 1, NEG 5", 4),
        ("NOSHOW 1, NEG 5", 4),
    ],
)
def test_a_repeat_counts_on_the_same_or_the_next_day(history: str, unverified: int) -> None:
    sober = look(history, 12)
    assert sober.unverified_days == unverified and sober.unverified_since_on is None
    assert not sober.provisional


def test_what_happened_before_a_line_began_leaves_no_mark_in_it() -> None:
    sober = look("POS_RESIDUAL 3, DILUTE 5, NOSHOW 6, NEG 12, NEG 15", 15)
    assert (sober.verified_days, sober.unverified_days, sober.verifying_tests) == (4, 0, 2)
    assert look("NEG 4, NOSHOW 6, POS_CONF 8, NEG 10", 10).unverified_days == 0


def test_the_window_of_use_from_before_ends_after_thirty_days() -> None:
    inside, outside = look("POS_RESIDUAL 31", 32), look("POS_RESIDUAL 32", 33)
    assert not inside.provisional and inside.line_from_on is None
    assert words(inside) == {SoberReason.AWAITS_FIRST_NEGATIVE}
    assert outside.provisional and outside.line_from_on == START
    assert SoberReason.RESIDUAL_LATE in words(outside) and SoberReason.PENDING not in words(outside)


def test_a_negative_of_the_same_day_as_use_from_before_begins_the_line() -> None:
    sober = look("POS_RESIDUAL 8, NEG 8", 8)
    assert (sober.line_from_on, sober.verified_days, sober.provisional) == (on(8), 1, False)
    assert words(sober) == {SoberReason.VERIFIED_TO}


def test_each_reason_is_said_when_it_holds_and_only_then() -> None:
    assert words(look("NEG 4", 5)) == {SoberReason.VERIFIED_TO}
    assert words(look("NEG 4, NOSHOW 6", 7)) == {SoberReason.VERIFIED_TO, SoberReason.MISSED}
    assert words(look("NEG 4, UNABLE 6", 7)) == {SoberReason.VERIFIED_TO, SoberReason.UNABLE}
    assert words(look("NEG 4, DILUTE 6", 7)) == {SoberReason.VERIFIED_TO, SoberReason.DILUTE}
    assert words(look("NEG 4, PRESUMPT 6", 7)) == {SoberReason.VERIFIED_TO, SoberReason.PENDING}
    assert words(look("POS_ADMIT 6", 7)) == {SoberReason.RESTARTED}
    assert words(look("NEG 4", 30)) == {SoberReason.VERIFIED_TO, SoberReason.GAP}


def test_use_on_the_first_day_and_before_the_start() -> None:
    assert look("POS_CONF 1, NEG 3", 3).line_from_on == on(2)
    before = FindingFact(on(2), FindingOutcome.USE, datetime(2026, 9, 3, tzinfo=UTC), used_on=on(-3))
    assert look("NEG 3", 3, before).line_from_on == START


def test_a_day_found_without_use_changes_nothing() -> None:
    found = FindingFact(on(3), FindingOutcome.NO_USE, datetime(2026, 9, 5, tzinfo=UTC))
    assert look("NEG 4", 4, found).verified_days == 4
    assert look("", 4, found).known and not look("", 2, found).known


@pytest.mark.parametrize(("second", "concern"), [(61, True), (62, False)])
def test_two_dilute_samples_are_a_concern_within_sixty_days(second: int, concern: bool) -> None:
    sober = look(f"DILUTE 2, DILUTE {second}", second)
    assert (SoberReason.DILUTE_AGAIN in words(sober)) is concern


def test_a_pending_result_before_the_line_has_begun_is_provisional_too() -> None:
    sober = look("POS_RESIDUAL 3, PRESUMPT 5", 6)
    assert sober.provisional and sober.line_from_on is None


def test_what_was_recorded_at_the_very_moment_is_known() -> None:
    at = datetime(2026, 9, 4, 20, tzinfo=UTC)
    negative = ResultFact("a", on(4), ResultCode.NEG, at)
    use = FindingFact(on(2), FindingOutcome.USE, at)
    assert sober_days([negative], on(4), START, RULES, (), at).verified_days == 4
    assert sober_days([negative], on(4), START, RULES, [use], at).verified_days == 2
    assert not sober_days([negative], on(4), START, RULES, (), at - timedelta(seconds=1)).known


def test_a_later_finding_replaces_the_one_about_the_same_test_or_day_and_no_other() -> None:
    early, late = datetime(2026, 9, 10, tzinfo=UTC), datetime(2026, 9, 11, tzinfo=UTC)
    use = FindingFact(on(8), FindingOutcome.USE, early, "test-1")
    cleared = FindingFact(on(9), FindingOutcome.NO_USE, late, "test-1")
    assert look("NEG 4, NOSHOW 8, NEG 11", 12, use, cleared).verified_days == 11
    told = FindingFact(on(6), FindingOutcome.USE, early)
    taken_back = FindingFact(on(6), FindingOutcome.NO_USE, late)
    other_day = FindingFact(on(7), FindingOutcome.USE, early)
    assert look("NEG 4, NEG 11", 12, told, taken_back).line_from_on == START
    assert look("NEG 4, NEG 11", 12, told, other_day).line_from_on == on(8)
    assert look("NEG 4, NEG 11", 7, other_day).line_from_on == on(8)
