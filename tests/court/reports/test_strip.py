"""The strip of 90 days: what is drawn where, and the same in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.drug_tests.presenting import MARKS
from portal.court.reports import presenting, strip_words
from portal.court.reports.composing_tests import RESULTS
from portal.court.reports.content import DrugTestResult, SessionMark, Sobriety, Strip, StripDay
from portal.court.reports.presenting import SAMPLES
from portal.court.reports.strip_drawing import LEFT, RIGHT, draw
from portal.participants.programs.vocabulary import Counting
from portal.paths import TEMPLATES
from tests.pdf import samples

TODAY = date(2026, 11, 18)


def strip_of(*days: StripDay) -> Strip:
    return replace(samples.strip(), days=days)


def test_a_missed_test_leaves_a_hatched_stretch_and_does_not_end_the_line() -> None:
    first = date(2026, 9, 10)
    sober = [Sobriety.VERIFIED, Sobriety.VERIFIED, Sobriety.UNVERIFIED, Sobriety.UNVERIFIED, Sobriety.VERIFIED]
    tests = [(), (), (DrugTestResult.MISSED,), (), (DrugTestResult.NEGATIVE,)]
    days = [StripDay(on=first + timedelta(days=at), sober=state, tests=tests[at]) for at, state in enumerate(sober)]
    picture = draw(strip_of(*days))
    assert [(band.kind, bool(band.strokes)) for band in picture.bands] == [
        ("verified", False),
        ("unverified", True),
        ("verified", False),
    ]
    assert picture.bands[1].x == pytest.approx(picture.bands[0].x + picture.bands[0].width, abs=0.2)
    assert {marks.kind for marks in picture.marks} == {"test-missed", "test-negative"}


def test_unknown_days_have_no_band() -> None:
    days = [StripDay(on=TODAY - timedelta(days=at)) for at in range(5)]
    assert draw(strip_of(*days)).bands == ()


def test_an_empty_strip_is_an_empty_picture() -> None:
    picture = draw(strip_of())
    assert (picture.bands, picture.marks, picture.labels) == ((), (), ())
    assert strip_words.sentences(strip_of(), TODAY) == ()


days_of_chance = st.builds(
    StripDay,
    on=st.just(TODAY),
    sober=st.sampled_from(Sobriety),
    tests=st.lists(st.sampled_from(DrugTestResult), max_size=3).map(tuple),
    sessions=st.lists(st.sampled_from(SessionMark), max_size=3).map(tuple),
    hearing=st.booleans(),
)


@given(st.lists(days_of_chance, min_size=1, max_size=90))
def test_everything_is_drawn_once_and_inside(drawn: list[StripDay]) -> None:
    first = TODAY - timedelta(days=len(drawn) - 1)
    strip = strip_of(*(replace(day, on=first + timedelta(days=at)) for at, day in enumerate(drawn)))
    picture = draw(strip, strip_words.legend(strip))
    points = [point for marks in picture.marks for point in marks.points]
    assert len(points) == sum(len(day.tests) + len(day.sessions) for day in drawn)
    assert all(LEFT <= x <= RIGHT for x, _ in (*points, *picture.hearings))
    assert all(band.x >= LEFT and band.x + band.width <= RIGHT + 0.2 for band in picture.bands)
    assert all(key.x <= RIGHT for key in picture.legend)
    total = sum(band.width for band in picture.bands)
    known = sum(day.sober is not Sobriety.NONE for day in drawn)
    assert total == pytest.approx(known * (RIGHT - LEFT) / len(drawn), abs=0.1 * len(picture.bands) + 0.1)


def test_words_count_what_the_picture_shows() -> None:
    said = strip_words.sentences(samples.strip(), TODAY)
    assert said == (
        (
            "26 tests selected, 25 collected: 22 negative, 1 positive (Oct 17), 1 dilute (Sep 26), 1 missed (Sep 12), "
            "1 result pending (Nov 17)."
        ),
        (
            "34 sessions: 28 attended, 2 excused (Sep 24, Nov 12), 3 missed (Sep 10, Oct 13, Oct 15), "
            "1 question open (Nov 10)."
        ),
        "Not verified: Sat Sep 12 to Tue Sep 15; Sat Sep 26 to Mon Sep 28.",
        "Hearings: Aug 27, Sep 10, Sep 24, Oct 8, Oct 22, Nov 5.",
    )


def test_a_legend_has_one_word_for_each_result_and_a_shape_that_the_paper_draws() -> None:
    day = StripDay(on=TODAY, tests=tuple(DrugTestResult))
    entries = strip_words.legend(strip_of(day))
    assert len({word for _kind, word in entries}) == len(entries) == len(DrugTestResult)
    drawn = (TEMPLATES / "pdf" / "strip.svg.html").read_text()
    assert [kind for kind, _word in entries if f"'{kind}'" not in drawn] == ["test-missed"], "the last shape is a cross"


def test_use_before_the_program_is_counted_by_itself() -> None:
    """A judge who reads "positive" reads a return to use."""
    day = StripDay(on=TODAY, tests=(DrugTestResult.NEGATIVE, DrugTestResult.PRIOR_USE))
    assert strip_words.sentences(strip_of(day), TODAY) == (
        "2 tests selected, 2 collected: 1 negative, 1 from use before the program (Nov 18).",
    )


def test_every_heading_of_a_count_has_its_result_and_each_result_a_mark_on_screen() -> None:
    assert set(RESULTS) == set(Counting)
    assert RESULTS[Counting.PRIOR_USE] is DrugTestResult.PRIOR_USE
    assert set(SAMPLES) == set(DrugTestResult) - {DrugTestResult.INVALID}, "what is to be repeated stands on no strip"
    assert presenting.SAMPLES[DrugTestResult.PRIOR_USE] is MARKS[Counting.PRIOR_USE]


def test_legend_names_what_occurs_and_nothing_else() -> None:
    day = StripDay(on=TODAY, tests=(DrugTestResult.MISSED,), sessions=(SessionMark.MISSED,))
    assert strip_words.legend(strip_of(day)) == (("test-missed", "missed"),)
