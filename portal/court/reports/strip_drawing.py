"""The picture of the last days: where each shape of the strip lies, in units of an SVG that is 1000 wide.

Three rows: verified sober days as a band, tests, sessions; hearings are flags across all. Every kind has a shape of
its own, so that the picture reads in black and white. The template only draws what is listed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portal.court.reports.lines import Strip, StripDay
from portal.court.reports.marks import Sobriety

LEFT = 118.0
RIGHT = 1000.0
SOBER_TOP, SOBER_HEIGHT = 24.0, 9.0
FLAG_TOP = 16.0
TESTS_Y = 47.0
SESSIONS_Y = 68.0
LEGEND_Y = 97.0
LEGEND_ROW = 20.0
_LABEL_GAP = 60.0
_HATCH_STEP = 4.5
_LETTER = 7.4
"""About the width of a letter of the legend; what is a little off only widens a gap."""


@dataclass(frozen=True)
class Marks:
    """All shapes of one kind, by their centers: one path of the picture draws them together."""

    kind: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Band:
    """A stretch of days in the sober row: verified filled, unverified hatched with `strokes` (an SVG path)."""

    kind: str
    x: float
    width: float
    strokes: str


@dataclass(frozen=True)
class Label:
    """The day that a label stands for, with the x where its text starts, or ends for the last one."""

    on: date
    x: float
    anchor: str


@dataclass(frozen=True)
class Key:
    """One entry of the legend: the kind of shape, its word, and the shape's center."""

    kind: str
    word: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    bands: tuple[Band, ...]
    marks: tuple[Marks, ...]
    hearings: tuple[tuple[float, float], ...]
    weeks: tuple[float, ...]
    labels: tuple[Label, ...]
    legend: tuple[Key, ...]

    @property
    def legend_rows(self) -> int:
        return len({key.y for key in self.legend})

    @property
    def height(self) -> float:
        """Height of the picture: the rows of days, and below them the legend."""
        return LEGEND_Y + LEGEND_ROW * max(self.legend_rows - 1, 0) + 9.0


def draw(strip: Strip, words: Sequence[tuple[str, str]] = ()) -> Picture:
    """Place everything. `words` are the legend's kinds and words in order; an empty strip gives an empty picture."""
    days = strip.days
    step = (RIGHT - LEFT) / len(days) if days else 0.0
    return Picture(
        bands=tuple(_bands(days, step)),
        marks=tuple(_marks(days, step)),
        hearings=tuple((_round(LEFT + (at + 0.5) * step), FLAG_TOP) for at, day in enumerate(days) if day.hearing),
        weeks=tuple(_round(LEFT + at * step) for at, day in enumerate(days) if at and day.on.weekday() == 0),
        labels=tuple(_labels(days, step)),
        legend=tuple(_legend(words)),
    )


def _round(value: float) -> float:
    return round(value, 1)


def _bands(days: tuple[StripDay, ...], step: float) -> Iterator[Band]:
    for kind, run in groupby(enumerate(days), key=lambda pair: pair[1].sober):
        if kind is Sobriety.NONE:
            continue
        places = [at for at, _ in run]
        left, width = LEFT + places[0] * step, len(places) * step
        strokes = _hatch(left, width) if kind is Sobriety.UNVERIFIED else ""
        yield Band(kind.value, _round(left), _round(width), strokes)


def _hatch(left: float, width: float) -> str:
    """Return slanted strokes across a stretch, cut at its ends, as one SVG path."""
    strokes = []
    start = left - SOBER_HEIGHT + _HATCH_STEP
    while start < left + width:
        low, high = max(start, left), min(start + SOBER_HEIGHT, left + width)
        if high > low:
            bottom = SOBER_TOP + SOBER_HEIGHT
            strokes.append(f"M{low:.1f} {bottom - (low - start):.1f}L{high:.1f} {bottom - (high - start):.1f}")
        start += _HATCH_STEP
    return "".join(strokes)


def _marks(days: tuple[StripDay, ...], step: float) -> Iterator[Marks]:
    found: dict[str, list[tuple[float, float]]] = {}
    for at, day in enumerate(days):
        left = LEFT + at * step
        tests = tuple(f"test-{test}" for test in day.tests)
        sessions = tuple(f"session-{mark}" for mark in day.sessions)
        for kinds, y in ((tests, TESTS_Y), (sessions, SESSIONS_Y)):
            for place, kind in enumerate(kinds):
                x = left + (place + 0.5) * step / len(kinds)
                found.setdefault(kind, []).append((_round(x), y))
    for kind in sorted(found):
        yield Marks(kind, tuple(found[kind]))


def _labels(days: tuple[StripDay, ...], step: float) -> Iterator[Label]:
    """Label the first day, the first of each month and the last day, and leave out what would run into another."""
    if not days:
        return
    yield Label(days[0].on, LEFT, "start")
    taken = LEFT
    for at, day in enumerate(days):
        x = LEFT + at * step
        if day.on.day == 1 and x - taken > _LABEL_GAP and RIGHT - x > 2 * _LABEL_GAP:
            yield Label(day.on, _round(x), "start")
            taken = x
    yield Label(days[-1].on, RIGHT, "end")


def _legend(words: Sequence[tuple[str, str]]) -> Iterator[Key]:
    x, y = 8.0, LEGEND_Y
    for kind, word in words:
        width = 12.0 + len(word) * _LETTER
        if x + width > RIGHT:
            x, y = 8.0, y + LEGEND_ROW
        yield Key(kind, word, _round(x), y)
        x += width + 22.0
