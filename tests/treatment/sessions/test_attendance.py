"""What attendance marks add up to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.treatment.sessions.attendance import (
    MarkFact,
    Run,
    at_least_since,
    credited_minutes,
    last_marks,
    rate,
    sessions_in_row,
    standard_policy,
    summarize,
)
from portal.treatment.sessions.vocabulary import LETTERS, MARKS_BY_LETTER, ROSTER_MARKS, AttendanceMark

FIRST = date(2026, 11, 2)
GROUP, SINGLE = "Intensive outpatient group", "Individual session"


def mark(day: int, word: AttendanceMark | str, service: str = GROUP, known_on: int | None = None) -> MarkFact:
    on = FIRST + timedelta(days=day - 1)
    known_at = datetime(2026, 11, 2, 20, tzinfo=UTC) + timedelta(days=(known_on or day) - 1)
    return MarkFact(f"{service}-{day}", service, on, AttendanceMark(word), known_at)


def marks(letters: str, service: str = GROUP) -> list[MarkFact]:
    return [mark(day, MARKS_BY_LETTER[letter], service) for day, letter in enumerate(letters, start=1)]


def span(days: int) -> tuple[date, date]:
    return FIRST, FIRST + timedelta(days=days - 1)


def test_counts_by_service_and_together() -> None:
    summary = summarize([*marks("PPPU"), *marks("PX", SINGLE)], *span(10))
    single, group = summary.services
    assert (group.service, group.scheduled, group.attended, group.excused, group.unexcused) == (GROUP, 4, 3, 0, 1)
    assert (single.service, single.scheduled, single.attended, single.excused, single.unexcused) == (SINGLE, 2, 1, 1, 0)
    assert [missed.on for missed in group.missed] == [date(2026, 11, 5)]
    assert summary.total.scheduled == 6 and summary.total.rate == Fraction(4, 5) and summary.total.percent == 80


def test_telehealth_and_late_count_as_attended_and_the_providers_cancellations_do_not_count() -> None:
    total = summarize(marks("PTLCRSX"), *span(10)).total
    assert (total.scheduled, total.attended, total.not_counted, total.counted) == (4, 3, 3, 3)
    assert total.percent == 100


def test_leaving_early_stays_in_the_denominator_and_is_no_absence() -> None:
    total = summarize(marks("PE"), *span(3)).total
    assert total.rate == Fraction(1, 2) and total.left_early == 1 and total.missed == ()


@pytest.mark.parametrize("letters", ["", "X", "XXC", "RS"])
def test_a_rate_without_a_denominator_is_unknown(letters: str) -> None:
    assert rate(marks(letters), *span(10)) is None
    assert summarize(marks(letters), *span(10)).total.percent is None


def test_a_correction_holds_from_the_moment_it_was_recorded() -> None:
    both = [mark(3, "ABS_UN"), mark(3, "ABS_EX", known_on=5)]
    at = datetime(2026, 11, 5, tzinfo=UTC)
    assert summarize(both, *span(5), known_by=at).total.unexcused == 1
    assert summarize(both, *span(5)).total.excused == 1


def test_a_makeup_takes_the_absence_out() -> None:
    absent, present = mark(1, "ABS_UN"), mark(2, "ATT")
    made = MarkFact(
        "extra", GROUP, date(2026, 11, 6), AttendanceMark.MAKEUP, present.known_at, makeup_of=absent.session_key
    )
    total = summarize([absent, present, made], *span(7)).total
    assert (total.scheduled, total.attended, total.unexcused, total.missed) == (2, 2, 0, ())
    assert sessions_in_row([absent, present, made], *span(7)).current == 2


def test_both_ends_of_the_period_belong_to_it() -> None:
    assert summarize(marks("PPPP"), FIRST + timedelta(days=1), FIRST + timedelta(days=2)).total.attended == 2


def test_runs_are_ended_by_unexcused_absences_only() -> None:
    run = sessions_in_row(marks("PPXPUCPP"), *span(8))
    assert run == Run(2, (FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=3))) and run.longest == 3
    assert sessions_in_row([], *span(8)) == Run(0, ())


def test_since_when_the_rate_has_been_high_enough() -> None:
    assert at_least_since(marks("UPPPP"), *span(5), 80) == FIRST + timedelta(days=4)
    assert at_least_since(marks("PPPPUXP"), *span(7), 80) == FIRST
    assert at_least_since(marks("PPPUUPPPPPPP"), *span(12), 80) == FIRST + timedelta(days=9)
    assert at_least_since(marks("PU"), *span(5), 80) is None and at_least_since(marks("X"), *span(5), 80) is None


def test_the_last_four_for_the_roster() -> None:
    assert [LETTERS[word] for word in last_marks(marks("PPXPU"), FIRST + timedelta(days=4))] == list("PPXP")


@pytest.mark.parametrize(
    ("word", "minutes", "credited"),
    [("ATT", None, 90), ("LATE", 75, 90), ("LATE", 74, 74), ("LEFT", 50, 50), ("LEFT", None, 0), ("ABS_UN", None, 0)],
)
def test_minutes_that_count(word: str, minutes: int | None, credited: int) -> None:
    fact = MarkFact("s", GROUP, FIRST, AttendanceMark(word), datetime(2026, 11, 2, tzinfo=UTC), minutes, 90)
    assert credited_minutes(fact, standard_policy()) == credited


def test_every_mark_has_its_own_letter_and_a_label() -> None:
    assert set(LETTERS) == set(AttendanceMark) and len(MARKS_BY_LETTER) == len(LETTERS)
    assert "".join(LETTERS[word] for word in ROSTER_MARKS) == "PTLEXU"
    assert AttendanceMark("ABS_UN").label == "Unexcused"


histories = st.lists(
    st.builds(
        mark,
        st.integers(1, 30),
        st.sampled_from(list(AttendanceMark)),
        st.sampled_from([GROUP, SINGLE]),
        st.integers(1, 40),
    ),
    max_size=20,
)


@given(histories, st.randoms())
def test_the_order_of_the_input_never_matters_and_the_parts_add_up(history: list[MarkFact], chance: Random) -> None:
    shuffled = list(history)
    chance.shuffle(shuffled)
    summary = summarize(shuffled, *span(30))
    assert summary == summarize(history, *span(30))
    total = summary.total
    assert total.scheduled == total.attended + total.left_early + total.excused + total.unexcused
    assert total.scheduled == sum(service.scheduled for service in summary.services)
    assert total.rate is None or 0 <= total.rate <= 1
    assert len(total.missed) == total.excused + total.unexcused


@given(histories)
def test_attending_once_more_never_lowers_the_rate(history: list[MarkFact]) -> None:
    before, after = rate(history, *span(31)), rate([*history, mark(31, "ATT")], *span(31))
    assert after is not None and (before is None or after >= before)


def test_a_mark_recorded_at_the_very_moment_is_known_and_a_tie_has_one_answer() -> None:
    absent = mark(3, "ABS_UN")
    assert summarize([absent], *span(5), known_by=absent.known_at).total.unexcused == 1
    present = mark(3, "ATT")
    for both in ([absent, present], [present, absent]):
        assert summarize(both, *span(5)).total.unexcused == 1


def test_the_roster_shows_four_unless_asked_for_more() -> None:
    history = marks("PPXPUP")
    assert len(last_marks(history, FIRST + timedelta(days=9))) == 4
    assert len(last_marks(history, FIRST + timedelta(days=9), 6)) == 6


def test_without_scheduled_minutes_nothing_is_credited_but_what_was_attended() -> None:
    fact = MarkFact("s", GROUP, FIRST, AttendanceMark.PRESENT, datetime(2026, 11, 2, tzinfo=UTC))
    assert credited_minutes(fact, standard_policy()) == 0
