"""The strip of days: what it draws and what it says are the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web import strip_svg
from portal.web.strip import DayStrip, SampleDay, SampleMark, SessionDay, SessionMark, SoberStretch, words
from tests.web.gallery import TODAY, ninety_days

START = date(2026, 8, 21)
SVG = "{http://www.w3.org/2000/svg}"


def tree(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314


def test_words_tell_figures_with_their_whole_and_the_days_that_matter() -> None:
    strip = DayStrip(
        START,
        TODAY,
        samples=(
            SampleDay(date(2026, 9, 12), SampleMark.MISSED),
            SampleDay(date(2026, 10, 17), SampleMark.POSITIVE, "admitted"),
            SampleDay(date(2026, 10, 20), SampleMark.NEGATIVE),
        ),
        sessions=(
            SessionDay(date(2026, 10, 1), SessionMark.ATTENDED),
            SessionDay(date(2026, 11, 10), SessionMark.QUESTION),
        ),
        hearings=(date(2026, 11, 5), date(2026, 10, 22)),
        stretches=(
            SoberStretch(date(2026, 9, 12), date(2026, 9, 14), verified=False),
            SoberStretch(date(2026, 10, 18), date(2026, 11, 17)),
        ),
    )
    assert words(strip) == (
        "Fri Aug 21 to Wed Nov 18. "
        "Tests: 3 selected, 2 collected; 1 negative, 1 positive (Sat Oct 17, admitted), 1 missed (Sat Sep 12). "
        "Sessions: 2 scheduled, 1 attended, 1 absent, not yet decided (Tue Nov 10). "
        "Not verified: Sat Sep 12 to Mon Sep 14. "
        "Verified sober since Sun Oct 18: 31 days, through Tue Nov 17. "
        "Hearings: Oct 22, Nov 5."
    )


def test_use_before_the_program_is_no_positive_test() -> None:
    """A baseline result calls for no response: a calm shape and words of its own, in the count as in the key."""
    strip = DayStrip(START, TODAY, samples=(SampleDay(date(2026, 8, 28), SampleMark.PRIOR_USE),))
    assert "1 selected, 1 collected; 1 from use before the program (Fri Aug 28)." in words(strip)
    ((shape, word),) = strip_svg.key(strip)
    assert word == "from use before the program" and strip_svg.ALERT not in shape


def test_an_empty_strip_says_the_one_neutral_sentence() -> None:
    empty = DayStrip(START, TODAY)
    assert words(empty) == "Fri Aug 21 to Wed Nov 18. No information in this report. This is not a finding."
    assert "Tests" in strip_svg.wide(empty, "s", "Last 90 days"), "rows are drawn whatever they hold"
    assert strip_svg.key(empty) == []


def test_what_lies_outside_is_neither_drawn_nor_told() -> None:
    inside = DayStrip(START, TODAY)
    outside = DayStrip(START, TODAY, samples=(SampleDay(START - timedelta(days=1), SampleMark.POSITIVE),))
    assert words(outside) == words(inside)
    assert strip_svg.wide(outside, "s", "t") == strip_svg.wide(inside, "s", "t")
    assert strip_svg.key(outside) == []


def test_sober_days_before_the_strip_count_but_the_bar_stays_inside() -> None:
    strip = DayStrip(START, TODAY, stretches=(SoberStretch(date(2026, 1, 1), TODAY),))
    assert "since Thu Jan 1: 322 days" in words(strip)
    bar = next(rect for rect in tree(strip_svg.wide(strip, "s", "t")).iter(f"{SVG}rect"))
    assert float(bar.attrib["x"]) == 116
    assert float(bar.attrib["width"]) == pytest.approx(800)


def test_both_drawings_are_named_described_and_free_of_style() -> None:
    for drawn, name in [
        (strip_svg.wide(ninety_days(), "s1", "Last 90 days"), "s1w"),
        (strip_svg.narrow(ninety_days(), "s1", "Last 90 days"), "s1n"),
    ]:
        svg = tree(drawn)
        assert svg.attrib["aria-labelledby"] == f"{name}-t {name}-d"
        assert svg.find(f"{SVG}title").text == "Last 90 days"
        assert svg.find(f"{SVG}desc").text == words(ninety_days())
        assert not re.search(r"\b(style|class|on\w+)=", drawn)


def test_a_stretch_that_is_not_verified_is_hatched() -> None:
    verified = DayStrip(START, TODAY, stretches=(SoberStretch(START, TODAY),))
    other = DayStrip(START, TODAY, stretches=(SoberStretch(START, TODAY, verified=False),))
    assert f'fill="{strip_svg.SOBER}"' in strip_svg.wide(verified, "s", "t")
    assert f'fill="{strip_svg.SOBER}"' not in strip_svg.wide(other, "s", "t")
    assert [word for _shape, word in strip_svg.key(other)] == ["not verified"]


def test_each_mark_has_a_shape_of_its_own() -> None:
    samples = [shape(7, 7, 3.7) for shape in strip_svg.SAMPLE_SHAPES.values()]
    sessions = [shape(7, 7, 3.7) for shape in strip_svg.SESSION_SHAPES.values()]
    assert len(set(samples)) == len(SampleMark)
    assert len(set(sessions)) == len(SessionMark)


def test_texts_of_a_title_are_escaped() -> None:
    assert "<b>" not in strip_svg.wide(DayStrip(START, TODAY), "s", "<b>Last</b>")


def test_a_turned_strip_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        DayStrip(TODAY, START)


marks = st.tuples(st.integers(0, 119), st.sampled_from(SampleMark), st.sampled_from(SessionMark), st.integers(1, 4))


@given(st.integers(1, 120), st.lists(marks, max_size=30))
def test_every_mark_stays_inside_the_picture(days: int, found: list[tuple[int, SampleMark, SessionMark, int]]) -> None:
    strip = DayStrip(
        START,
        START + timedelta(days=days - 1),
        samples=tuple(
            SampleDay(START + timedelta(days=on), mark) for on, mark, _other, times in found for _ in range(times)
        ),
        sessions=tuple(SessionDay(START + timedelta(days=on), mark) for on, _other, mark, _times in found),
        stretches=tuple(SoberStretch(START + timedelta(days=on), START + timedelta(days=on + 9)) for on, *_ in found),
    )
    for drawn in (strip_svg.wide(strip, "s", "t"), strip_svg.narrow(strip, "s", "t")):
        svg = tree(drawn)
        width, height = (float(size) for size in svg.attrib["viewBox"].split()[2:])
        for circle in svg.iter(f"{SVG}circle"):
            assert 0 <= float(circle.attrib["cx"]) <= width
            assert 0 <= float(circle.attrib["cy"]) <= height
        for rect in svg.iter(f"{SVG}rect"):
            assert float(rect.attrib["width"]) > 0
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width + 0.1
