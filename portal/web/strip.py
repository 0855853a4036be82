"""The strip of days: what a stretch of days held, as a value, and the same in words.

A feature fills a `DayStrip` from what its reader may see and hands it to the `day_strip` component. Rows are always
drawn, so that an empty one says nothing about why it is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from portal.web.dates import day, short_day


class SampleMark(StrEnum):
    """What became of one drug test for which the participant was selected."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    PRIOR_USE = "prior_use"
    ALTERED = "altered"
    DECLINED = "declined"
    DILUTE = "dilute"
    PENDING = "pending"
    NO_SAMPLE = "no_sample"
    EXCUSED = "excused"
    MISSED = "missed"


class SessionMark(StrEnum):
    """What became of one scheduled session; an absence stays a question until a person has decided it."""

    ATTENDED = "attended"
    EXCUSED = "excused"
    QUESTION = "question"
    UNEXCUSED = "unexcused"


@dataclass(frozen=True, slots=True)
class SampleDay:
    """One drug test. `note` goes into the words, in parentheses after the day: "admitted"."""

    on: date
    mark: SampleMark
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionDay:
    """One scheduled session."""

    on: date
    mark: SessionMark


@dataclass(frozen=True, slots=True)
class SoberStretch:
    """Sober days from `start` through `end`, both included; `start` may lie before the strip.

    A missed or dilute test leaves a stretch that is not verified until there is a finding; it does not cut the line.
    """

    start: date
    end: date
    verified: bool = True

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class DayStrip:
    """The days from `start` through `end`, both included, and what happened on them. ValueError when turned."""

    start: date
    end: date
    samples: tuple[SampleDay, ...] = ()
    sessions: tuple[SessionDay, ...] = ()
    hearings: tuple[date, ...] = ()
    stretches: tuple[SoberStretch, ...] = ()

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a strip ends before it starts")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def part(self, first: int, count: int) -> DayStrip:
        """Return `count` days of this strip from its day number `first` on (0 is the first), with what lies in them."""
        start = self.start + timedelta(days=first)
        end = min(self.end, start + timedelta(days=count - 1))
        return DayStrip(
            start,
            end,
            tuple(found for found in self.samples if start <= found.on <= end),
            tuple(found for found in self.sessions if start <= found.on <= end),
            tuple(on for on in self.hearings if start <= on <= end),
            tuple(found for found in self.stretches if found.start <= end and start <= found.end),
        )

    def shown(self) -> DayStrip:
        """Return the strip without what lies outside its days."""
        return self.part(0, self.days)


SAMPLE_WORDS: Final[dict[SampleMark, LazyString]] = {
    SampleMark.NEGATIVE: lazy_gettext("negative"),
    SampleMark.POSITIVE: lazy_gettext("positive"),
    SampleMark.PRIOR_USE: lazy_gettext("from use before the program"),
    SampleMark.ALTERED: lazy_gettext("altered sample"),
    SampleMark.DECLINED: lazy_gettext("declined to test"),
    SampleMark.DILUTE: lazy_gettext("dilute"),
    SampleMark.PENDING: lazy_gettext("result pending"),
    SampleMark.NO_SAMPLE: lazy_gettext("could not give a sample"),
    SampleMark.EXCUSED: lazy_gettext("test excused"),
    SampleMark.MISSED: lazy_gettext("missed"),
}
SESSION_WORDS: Final[dict[SessionMark, LazyString]] = {
    SessionMark.ATTENDED: lazy_gettext("attended"),
    SessionMark.EXCUSED: lazy_gettext("excused"),
    SessionMark.QUESTION: lazy_gettext("absent, not yet decided"),
    SessionMark.UNEXCUSED: lazy_gettext("unexcused"),
}
Mark = TypeVar("Mark", SampleMark, SessionMark)

_NOT_COLLECTED: Final = frozenset({SampleMark.MISSED, SampleMark.DECLINED, SampleMark.NO_SAMPLE, SampleMark.EXCUSED})
_SAMPLES_WITHOUT_DAYS: Final = frozenset({SampleMark.NEGATIVE, SampleMark.EXCUSED})
_SESSIONS_WITH_DAYS: Final = frozenset({SessionMark.UNEXCUSED, SessionMark.QUESTION})


def absence_word(mark: SessionMark) -> str:
    """How an absence stands, beside its day: "unexcused", "excused", "not yet decided"."""
    return gettext("not yet decided") if mark is SessionMark.QUESTION else str(SESSION_WORDS[mark])


def nothing_here() -> str:
    """Return the one neutral sentence for whatever is empty, whatever the cause."""
    return gettext("No information in this report. This is not a finding.")


def words(strip: DayStrip, today: date | None = None) -> str:
    """Tell a strip in sentences: tests, sessions, sober days, hearings. `today` decides where the year is written."""
    strip = strip.shown()
    today = today or strip.end
    sentences = [_samples(strip.samples, today), _sessions(strip.sessions, today), *_stretches(strip.stretches, today)]
    if strip.hearings:
        days = ", ".join(short_day(on) for on in sorted(strip.hearings))
        sentences.append(ngettext("Hearing: %(days)s.", "Hearings: %(days)s.", len(strip.hearings), days=days))
    told = [sentence for sentence in sentences if sentence] or [nothing_here()]
    period = gettext("%(start)s to %(end)s.", start=day(strip.start, today), end=day(strip.end, today))
    return " ".join([period, *told])


def _samples(samples: Iterable[SampleDay], today: date) -> str:
    found = sorted(samples, key=lambda sample: sample.on)
    if not found:
        return ""
    collected = sum(1 for sample in found if sample.mark not in _NOT_COLLECTED)
    parts = []
    for mark, count in _in_order(SampleMark, (sample.mark for sample in found)):
        days = [_sample_day(sample, today) for sample in found if sample.mark is mark]
        parts.append(_counted(count, SAMPLE_WORDS[mark], [] if mark in _SAMPLES_WITHOUT_DAYS else days))
    return gettext(
        "Tests: %(selected)d selected, %(collected)d collected; %(parts)s.",
        selected=len(found),
        collected=collected,
        parts=", ".join(parts),
    )


def _sample_day(sample: SampleDay, today: date) -> str:
    written = day(sample.on, today)
    return f"{written}, {sample.note}" if sample.note else written


def _sessions(sessions: Iterable[SessionDay], today: date) -> str:
    found = sorted(sessions, key=lambda session: session.on)
    if not found:
        return ""
    parts = []
    for mark, count in _in_order(SessionMark, (session.mark for session in found)):
        days = [day(session.on, today) for session in found if session.mark is mark]
        parts.append(_counted(count, SESSION_WORDS[mark], days if mark in _SESSIONS_WITH_DAYS else []))
    return gettext("Sessions: %(scheduled)d scheduled, %(parts)s.", scheduled=len(found), parts=", ".join(parts))


def _stretches(stretches: Iterable[SoberStretch], today: date) -> list[str]:
    found = sorted(stretches, key=lambda stretch: stretch.start)
    told = [
        gettext("Not verified: %(start)s to %(end)s.", start=day(stretch.start, today), end=day(stretch.end, today))
        for stretch in found
        if not stretch.verified
    ]
    if found and found[-1].verified:
        last = found[-1]
        told.append(
            ngettext(
                "Verified sober since %(start)s: %(num)d day, through %(end)s.",
                "Verified sober since %(start)s: %(num)d days, through %(end)s.",
                last.days,
                start=day(last.start, today),
                end=day(last.end, today),
            )
        )
    return told


def _in_order(marks: type[Mark], found: Iterable[Mark]) -> list[tuple[Mark, int]]:
    counted = Counter(found)
    return [(mark, counted[mark]) for mark in marks if counted[mark]]


def _counted(count: int, word: object, days: list[str]) -> str:
    return f"{count} {word} ({', '.join(days)})" if days else f"{count} {word}"
