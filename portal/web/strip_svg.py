"""The strip of days, drawn: one wide SVG, and one of rows of 30 days for narrow places.

Plain shapes and attributes only, so that browsers under a strict content policy and WeasyPrint draw the same. Each mark
has a shape of its own; color only repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Final

from flask_babel import gettext
from markupsafe import Markup, escape

from portal.web.dates import short_day
from portal.web.strip import SAMPLE_WORDS, SESSION_WORDS, DayStrip, SampleMark, SessionMark, words

INK: Final = "#454540"
LINE: Final = "#deded9"
GOOD: Final = "#1e6626"
DUE: Final = "#8a5c00"
ALERT: Final = "#a01408"
CALM: Final = "#1a4480"
SOBER: Final = "#579a5a"
_DAYS_IN_A_ROW: Final = 30


def _ring(x: float, y: float, r: float, color: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.2f}" fill="#fff" stroke="{color}" stroke-width="1.4"{dashed}/>'


def _dot(x: float, y: float, r: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.2f}" fill="{GOOD}"/>'


def _diamond(x: float, y: float, r: float) -> str:
    s = r * 1.5
    return f'<path d="M{x:.1f} {y - s:.2f}l{s:.2f} {s:.2f}l-{s:.2f} {s:.2f}l-{s:.2f} -{s:.2f}z" fill="{ALERT}"/>'


def _open_diamond(x: float, y: float, r: float) -> str:
    s = r * 1.4
    path = f"M{x:.1f} {y - s:.2f}l{s:.2f} {s:.2f}l-{s:.2f} {s:.2f}l-{s:.2f} -{s:.2f}z"
    return f'<path d="{path}" fill="#fff" stroke="{INK}" stroke-width="1.2"/>'


def _half(x: float, y: float, r: float) -> str:
    half = f'<path d="M{x:.1f} {y - r:.2f}a{r:.2f} {r:.2f} 0 0 0 0 {2 * r:.2f}z" fill="{DUE}"/>'
    return _ring(x, y, r, DUE) + half


def _cross(x: float, y: float, r: float) -> str:
    s = r * 1.12
    strokes = f"M{x - s:.1f} {y - s:.2f}L{x + s:.1f} {y + s:.2f}M{x - s:.1f} {y + s:.2f}L{x + s:.1f} {y - s:.2f}"
    return f'<path d="{strokes}" stroke="{ALERT}" stroke-width="2.1" fill="none"/>'


def _square(x: float, y: float, r: float) -> str:
    place = f'x="{x - r:.1f}" y="{y - r:.2f}" width="{2 * r:.2f}" height="{2 * r:.2f}"'
    return f'<rect {place} fill="#fff" stroke="{ALERT}" stroke-width="1.8"/>'


def _barred(x: float, y: float, r: float) -> str:
    bar = f'<path d="M{x - r:.1f} {y + r:.2f}L{x + r:.1f} {y - r:.2f}" stroke="{DUE}" stroke-width="1.4"/>'
    return _ring(x, y, r, DUE) + bar


def _full_bar(x: float, y: float, r: float) -> str:
    return (
        f'<rect x="{x - 0.45 * r:.1f}" y="{y - 1.5 * r:.2f}" width="{0.9 * r:.2f}" height="{3 * r:.2f}" fill="{CALM}"/>'
    )


def _open_bar(x: float, y: float, r: float) -> str:
    place = f'x="{x - 0.6 * r:.1f}" y="{y - 1.4 * r:.2f}" width="{1.2 * r:.2f}" height="{2.8 * r:.2f}"'
    return f'<rect {place} fill="#fff" stroke="{CALM}" stroke-width="1.2"/>'


_Shape = Callable[[float, float, float], str]
SAMPLE_SHAPES: Final[dict[SampleMark, _Shape]] = {
    SampleMark.NEGATIVE: _dot,
    SampleMark.POSITIVE: _diamond,
    SampleMark.PRIOR_USE: _open_diamond,
    SampleMark.ALTERED: _square,
    SampleMark.DECLINED: lambda x, y, r: _ring(x, y, r, ALERT),
    SampleMark.DILUTE: _half,
    SampleMark.PENDING: lambda x, y, r: _ring(x, y, r, INK, "2 1.4"),
    SampleMark.NO_SAMPLE: _barred,
    SampleMark.EXCUSED: lambda x, y, r: _ring(x, y, r, CALM),
    SampleMark.MISSED: _cross,
}
SESSION_SHAPES: Final[dict[SessionMark, _Shape]] = {
    SessionMark.ATTENDED: _full_bar,
    SessionMark.EXCUSED: _open_bar,
    SessionMark.QUESTION: lambda x, y, r: _ring(x, y, r, DUE),
    SessionMark.UNEXCUSED: _cross,
}


def _sober(x: float, y: float, width: float, height: float, verified: bool) -> str:
    """A full bar for verified days; for the others an outlined bar with slanting lines, which also print in black."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    if verified:
        return f'<rect {place} fill="{SOBER}"/>'
    starts = takewhile(lambda at: at + height <= x + width, (x + 1 + 5 * n for n in count()))
    lines = "".join(f"M{at:.1f} {y + height:.1f}l{height:.1f} -{height:.1f}" for at in starts)
    hatching = f'<path d="{lines}" stroke="{SOBER}" stroke-width="1.3"/>' if lines else ""
    return f'<rect {place} fill="#fff" stroke="{SOBER}" stroke-width="1"/>{hatching}'


def _flag(x: float, top: float, bottom: float) -> str:
    pole = f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{CALM}" stroke-width="1"/>'
    return f'{pole}<path d="M{x:.1f} {top:.1f}l6.5 3.4l-6.5 3.4z" fill="{CALM}"/>'


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of days: where it stands in the picture, in its units."""

    left: float
    width: float
    top: float
    days: int
    radius: float

    def edge(self, strip: DayStrip, on: date) -> float:
        return self.left + (on - strip.start).days * self.width / self.days

    def middle(self, strip: DayStrip, on: date) -> float:
        return self.edge(strip, on) + self.width / self.days / 2

    def draw(self, strip: DayStrip) -> str:
        return "".join([self._weeks(strip), self._stretches(strip), self._hearings(strip), self._marks(strip)])

    def _weeks(self, strip: DayStrip) -> str:
        mondays = [on for on in _days(strip) if on.weekday() == 0 and on != strip.start]
        lines = "".join(f"M{self.edge(strip, on):.1f} {self.top:.1f}v62" for on in mondays)
        return f'<path d="{lines}" stroke="{LINE}" stroke-width="1"/>' if lines else ""

    def _stretches(self, strip: DayStrip) -> str:
        drawn = []
        for stretch in strip.stretches:
            start = self.edge(strip, max(stretch.start, strip.start))
            end = self.edge(strip, min(stretch.end, strip.end) + timedelta(days=1))
            drawn.append(_sober(start, self.top + 6, end - start, 8, stretch.verified))
        return "".join(drawn)

    def _hearings(self, strip: DayStrip) -> str:
        return "".join(_flag(self.middle(strip, on), self.top - 3, self.top + 64) for on in strip.hearings)

    def _marks(self, strip: DayStrip) -> str:
        samples = [(sample.on, SAMPLE_SHAPES[sample.mark]) for sample in strip.samples]
        sessions = [(session.on, SESSION_SHAPES[session.mark]) for session in strip.sessions]
        return self._line(strip, samples, self.top + 31) + self._line(strip, sessions, self.top + 51)

    def _line(self, strip: DayStrip, marks: Iterable[tuple[date, _Shape]], y: float) -> str:
        """Draw marks on one height; several of one day stand side by side, and shrink from the third on."""
        by_day: dict[date, list[_Shape]] = {}
        for on, shape in marks:
            by_day.setdefault(on, []).append(shape)
        drawn = []
        for on, shapes in by_day.items():
            step = min(4.4, self.width / self.days / len(shapes)) if len(shapes) > 1 else 0.0
            radius = self.radius if len(shapes) == 1 else min(self.radius, step * 0.85)
            first = self.middle(strip, on) - step * (len(shapes) - 1) / 2
            drawn += [shape(first + step * place, y, radius) for place, shape in enumerate(shapes)]
        return "".join(drawn)


def wide(strip: DayStrip, name: str, title: str, today: date | None = None) -> Markup:
    """Draw a strip in one row with the names of its lines. `name` starts the ids, one for each strip of a page."""
    strip = strip.shown()
    row = _Row(left=116, width=800, top=20, days=strip.days, radius=3.4)
    labels = [(0, 35, gettext("Sober, verified")), (0, 56, gettext("Tests")), (0, 76.5, gettext("Sessions"))]
    names = "".join(f'<text x="{x}" y="{y}" fill="{INK}">{escape(text)}</text>' for x, y, text in labels)
    return _picture(
        (920, 88), 14.5, name + "w", title, words(strip, today), _scale(row, strip) + names + row.draw(strip)
    )


def narrow(strip: DayStrip, name: str, title: str, today: date | None = None) -> Markup:
    """Draw a strip in rows of 30 days, one under the other, each under its dates."""
    strip = strip.shown()
    drawn, top = [], 0
    for first in range(0, strip.days, _DAYS_IN_A_ROW):
        part = strip.part(first, _DAYS_IN_A_ROW)
        row = _Row(left=1, width=337, top=top + 20, days=_DAYS_IN_A_ROW, radius=3.9)
        dates = gettext("%(start)s to %(end)s", start=short_day(part.start), end=short_day(part.end))
        drawn.append(f'<text x="0" y="{top + 11}" fill="{INK}">{escape(dates)}</text>{row.draw(part)}')
        top += 94
    return _picture((340, top), 13.7, name + "n", title, words(strip, today), "".join(drawn))


def key(strip: DayStrip) -> list[tuple[Markup, str]]:
    """List the shapes that occur in a strip, each with its word, in a fixed order."""
    strip = strip.shown()
    samples, sessions = {sample.mark for sample in strip.samples}, {session.mark for session in strip.sessions}
    found = [(shape(7, 7, 3.7), str(SAMPLE_WORDS[mark])) for mark, shape in SAMPLE_SHAPES.items() if mark in samples]
    if SampleMark.MISSED in samples or SessionMark.UNEXCUSED in sessions:
        found = [entry for entry in found if entry[1] != str(SAMPLE_WORDS[SampleMark.MISSED])]
    for mark, shape in SESSION_SHAPES.items():
        if mark in sessions and mark is not SessionMark.UNEXCUSED:
            found.append((shape(7, 7, 3.7), str(SESSION_WORDS[mark])))
    if SampleMark.MISSED in samples or SessionMark.UNEXCUSED in sessions:
        found.append((_cross(7, 7, 3.9), gettext("missed")))
    kinds = {stretch.verified for stretch in strip.stretches}
    if True in kinds:
        found.append((_sober(0, 4, 14, 7, True), gettext("sober, verified")))
    if False in kinds:
        found.append((_sober(0.5, 3.5, 13, 7, False), gettext("not verified")))
    if strip.hearings:
        found.append((_flag(4, 1, 14), gettext("hearing")))
    svg = Markup('<svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">{}</svg>')
    return [(svg.format(_drawn(shape)), word) for shape, word in found]


def _scale(row: _Row, strip: DayStrip) -> str:
    """Write the first and last day and the month starts between them that have room."""
    per_day = row.width / row.days
    texts = [f'<text x="{row.left}" y="12" fill="{INK}">{escape(short_day(strip.start))}</text>']
    for on in _days(strip):
        x = row.edge(strip, on)
        if on.day == 1 and x - row.left > 62 and row.left + row.width - x > 110:
            texts.append(f'<text x="{x + per_day / 2:.1f}" y="12" fill="{INK}">{escape(short_day(on))}</text>')
    last = f'x="{row.left + row.width}" y="12" text-anchor="end" fill="{INK}"'
    texts.append(f"<text {last}>{escape(short_day(strip.end))}</text>")
    return "".join(texts)


def _days(strip: DayStrip) -> list[date]:
    return [strip.start + timedelta(days=number) for number in range(strip.days)]


def _picture(size: tuple[int, int], face: float, name: str, title: str, told: str, drawing: str) -> Markup:
    opening = Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"'
        ' font-family="Public Sans, sans-serif" font-size="{}">'
    ).format(*size, name, name, face)
    texts = Markup('<title id="{}-t">{}</title><desc id="{}-d">{}</desc>').format(name, title, name, told)
    return opening + texts + _drawn(drawing) + Markup("</svg>")


def _drawn(shapes: str) -> Markup:
    """Take over shapes that were written here from numbers, and texts that were escaped on the way."""
    return Markup(shapes)  # nosec B704  # the texts in it are escaped on the way
