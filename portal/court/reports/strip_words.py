"""The strip of the last days in words: what the picture shows, for those who cannot see it and for those who count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask_babel import gettext, ngettext

from portal.court.reports.lines import Strip, StripDay
from portal.court.reports.marks import DrugTestResult, SessionMark, Sobriety
from portal.web import dates

_NOT_COLLECTED = {
    DrugTestResult.MISSED,
    DrugTestResult.DECLINED,
    DrugTestResult.NO_SAMPLE,
    DrugTestResult.EXCUSED,
}
_DATED_TESTS = tuple(result for result in DrugTestResult if result is not DrugTestResult.NEGATIVE)


def sentences(strip: Strip, today: date) -> tuple[str, ...]:
    """Say tests, sessions, unverified days and hearings, one sentence each; what did not happen is left out."""
    days = strip.days
    said = (_tests(days), _sessions(days), _unverified(days, today), _hearings(days))
    return tuple(sentence for sentence in said if sentence)


def legend(strip: Strip) -> tuple[tuple[str, str], ...]:
    """Name the kinds of shape that occur in the picture, in a fixed order: kind and word."""
    days = strip.days
    tests = {test for day in days for test in day.tests}
    sessions = {mark for day in days for mark in day.sessions}
    sober = {day.sober for day in days}
    words = [(f"test-{result}", result_word(result), result in tests) for result in DrugTestResult]
    # A missed session has the shape of a missed test, so one entry serves both.
    words += [
        (f"session-{mark}", session_word(mark), mark in sessions)
        for mark in SessionMark
        if not (mark is SessionMark.MISSED and DrugTestResult.MISSED in tests)
    ]
    words += [
        ("verified", gettext("sober, verified"), Sobriety.VERIFIED in sober),
        ("unverified", gettext("not verified"), Sobriety.UNVERIFIED in sober),
        ("hearing", gettext("hearing"), any(day.hearing for day in days)),
    ]
    return tuple((kind, word) for kind, word, occurs in words if occurs)


def result_word(result: DrugTestResult) -> str:
    """Name a test's result as pages and paper do."""
    return {
        DrugTestResult.NEGATIVE: gettext("negative"),
        DrugTestResult.POSITIVE: gettext("positive"),
        DrugTestResult.PRIOR_USE: gettext("from use before the program"),
        DrugTestResult.ALTERED: gettext("altered sample"),
        DrugTestResult.DECLINED: gettext("declined to test"),
        DrugTestResult.DILUTE: gettext("dilute"),
        DrugTestResult.INVALID: gettext("not valid"),
        DrugTestResult.MISSED: gettext("missed"),
        DrugTestResult.NO_SAMPLE: gettext("could not give a sample"),
        DrugTestResult.EXCUSED: gettext("test excused"),
        DrugTestResult.PENDING: gettext("result pending"),
    }[result]


def session_word(mark: SessionMark) -> str:
    """Name how a session ended as pages and paper do."""
    return {
        SessionMark.ATTENDED: gettext("attended"),
        SessionMark.EXCUSED: gettext("excused"),
        SessionMark.MISSED: gettext("missed"),
        SessionMark.QUESTION: gettext("question open"),
    }[mark]


def _tests(days: Sequence[StripDay]) -> str:
    found = [(day.on, result) for day in days for result in day.tests]
    if not found:
        return ""
    collected = sum(result not in _NOT_COLLECTED for _, result in found)
    counts = _counted(
        [
            (result_word(result), [on for on, which in found if which is result], result in _DATED_TESTS)
            for result in DrugTestResult
        ]
    )
    selected = ngettext("%(num)d test selected", "%(num)d tests selected", len(found))
    taken = gettext("%(num)d collected", num=collected)
    return gettext("%(selected)s, %(taken)s: %(counts)s.", selected=selected, taken=taken, counts=counts)


def _sessions(days: Sequence[StripDay]) -> str:
    found = [(day.on, mark) for day in days for mark in day.sessions]
    if not found:
        return ""
    counts = _counted(
        [
            (session_word(mark), [on for on, which in found if which is mark], mark is not SessionMark.ATTENDED)
            for mark in SessionMark
        ]
    )
    scheduled = ngettext("%(num)d session", "%(num)d sessions", len(found))
    return gettext("%(scheduled)s: %(counts)s.", scheduled=scheduled, counts=counts)


def _counted(kinds: list[tuple[str, list[date], bool]]) -> str:
    """Write "23 negative, 1 positive (Oct 17)"; kinds that did not occur are left out."""
    parts = []
    for word, when, dated in kinds:
        if when:
            days = f" ({', '.join(dates.short_day(on) for on in when)})" if dated else ""
            parts.append(f"{len(when)} {word}{days}")
    return ", ".join(parts)


def _unverified(days: Sequence[StripDay], today: date) -> str:
    stretches = []
    for unverified, run in groupby(days, key=lambda day: day.sober is Sobriety.UNVERIFIED):
        if unverified:
            members = list(run)
            stretches.append(dates.span(members[0].on, members[-1].on, today))
    return gettext("Not verified: %(days)s.", days="; ".join(stretches)) if stretches else ""


def _hearings(days: Sequence[StripDay]) -> str:
    when = ", ".join(dates.short_day(day.on) for day in days if day.hearing)
    return gettext("Hearings: %(days)s.", days=when) if when else ""
