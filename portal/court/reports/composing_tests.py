"""The parts of a report that come from drug tests: counts, results, sober days, the strip of 90 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _

from portal.compliance.behaviors.queries import findings
from portal.compliance.drug_tests.day_strip import DayFact, day_strip_facts
from portal.compliance.drug_tests.presenting import note_of
from portal.compliance.drug_tests.queries import as_facts
from portal.compliance.drug_tests.vocabulary import Counting, ResultCode
from portal.compliance.drug_tests.vocabulary import Sobriety as Known
from portal.compliance.facts import DrugTestTold
from portal.court.between import session_mark
from portal.court.reports.composing_treatment import decided_about
from portal.court.reports.lines import DrugTest, DrugTestCounts, SoberDays, Strip, StripDay
from portal.court.reports.marks import DrugTestResult, SessionMark, Sobriety
from portal.court.reports.material import DAYS
from portal.court.reports.sourcing import Recorded
from portal.court.reports.subject import Subject
from portal.gate.source import source_of
from portal.web.strip import SessionMark as Shown

RESULTS = {
    Counting.NEGATIVE: DrugTestResult.NEGATIVE,
    Counting.POSITIVE: DrugTestResult.POSITIVE,
    Counting.PENDING: DrugTestResult.PENDING,
    Counting.PRIOR_USE: DrugTestResult.PRIOR_USE,
    Counting.DILUTE: DrugTestResult.DILUTE,
    Counting.TAMPERED: DrugTestResult.ALTERED,
    Counting.DECLINED: DrugTestResult.DECLINED,
    Counting.MISSED: DrugTestResult.MISSED,
    Counting.EXCUSED: DrugTestResult.EXCUSED,
    Counting.NO_SAMPLE: DrugTestResult.NO_SAMPLE,
    Counting.VOID: DrugTestResult.INVALID,
}
NOT_COLLECTED = (DrugTestResult.MISSED, DrugTestResult.DECLINED, DrugTestResult.EXCUSED, DrugTestResult.NO_SAMPLE)
SAID_BY_THE_MARK = (
    ResultCode.NEG,
    ResultCode.POS_CONF,
    ResultCode.POS_RESIDUAL,
    ResultCode.NOSHOW,
    ResultCode.DILUTE,
    ResultCode.EXCUSED,
    ResultCode.REFUSED,
    ResultCode.UNABLE,
)
SESSIONS = {
    Shown.ATTENDED: SessionMark.ATTENDED,
    Shown.EXCUSED: SessionMark.EXCUSED,
    Shown.QUESTION: SessionMark.QUESTION,
    Shown.UNEXCUSED: SessionMark.MISSED,
}
SOBER = {Known.VERIFIED: Sobriety.VERIFIED, Known.NONE: Sobriety.NONE}


def in_period(subject: Subject) -> list[DrugTestTold]:
    tests = subject.material.tests.get(subject.id, ())
    return [one for one in tests if one.counts_as is not None and subject.first <= one.on <= subject.last]


def result_of(told: DrugTestTold) -> DrugTestResult:
    return RESULTS[told.counts_as] if told.counts_as is not None else DrugTestResult.INVALID


def test_counts(subject: Subject) -> DrugTestCounts | None:
    """How often the person was selected, and how often a sample was taken."""
    tests = in_period(subject)
    if not tests:
        return None
    return DrugTestCounts(
        **subject.sources.line(one.source for one in tests),
        selected=len(tests),
        collected=sum(result_of(one) not in NOT_COLLECTED for one in tests),
    )


def tests(subject: Subject) -> tuple[DrugTest, ...]:
    """Each test since the last hearing, by its result; what awaits confirmation is marked as provisional."""
    return tuple(
        DrugTest(
            **subject.sources.line([one.source]),
            on=one.on,
            result=result_of(one),
            panel=one.panel or None,
            provisional=one.provisional,
            note=note_of(one.code) or (None if one.code in SAID_BY_THE_MARK else one.code.label),
        )
        for one in in_period(subject)
    )


def sober(subject: Subject) -> SoberDays | None:
    """Verified days and how far they reach; nothing where this addressee knows no test."""
    told = subject.material.sober.get(subject.id)
    if told is None or not told.days.known or not told.sources:
        return None
    days = told.days
    notes = []
    if days.provisional:
        notes.append(_("provisional"))
    if days.unverified_days:
        notes.append(_("%(days)d days not verified", days=days.unverified_days))
    return SoberDays(
        **subject.sources.line(told.sources),
        days=days.verified_days,
        since=days.since_on,
        through=days.verified_to_on,
        note=", ".join(notes) or None,
    )


def strip(subject: Subject) -> Strip | None:
    """The picture of the last 90 days, as far as this addressee may know them."""
    start = subject.last - timedelta(days=DAYS - 1)
    sessions = [one for one in subject.material.sessions.get(subject.id, ()) if start <= one.on <= subject.last]
    told = [one for one in subject.material.tests.get(subject.id, ()) if start <= one.on <= subject.last]
    held = subject.material.held.get(subject.id, ())
    sources: list[Recorded] = [
        *(one.source for one in told),
        *(one.source for one in sessions),
        *(source_of(one) for one in held),
    ]
    if not told and not sessions:
        return None
    known = decided_about(subject)
    marks: dict[date, list[SessionMark]] = {}
    for one in sessions:
        shown = session_mark(one, known)
        if shown is not None:
            marks.setdefault(one.on, []).append(SESSIONS[shown])
    results: dict[date, list[DrugTestResult]] = {}
    for test in told:
        results.setdefault(test.on, []).append(result_of(test))
    hearings = {one.service_on for one in held}
    days = tuple(
        StripDay(
            on=fact.on,
            sober=SOBER.get(fact.sober, Sobriety.UNVERIFIED),
            tests=tuple(results.get(fact.on, ())),
            sessions=tuple(marks.get(fact.on, ())),
            hearing=fact.on in hearings,
        )
        for fact in day_facts(subject)
    )
    return Strip(**subject.sources.line(sources), days=days)


def day_facts(subject: Subject) -> Sequence[DayFact]:
    """The state of each day; without any test known, none has one."""
    rows = subject.material.results.get(subject.id, ())
    if subject.enrollment is None or subject.rules is None or not rows:
        start = subject.last - timedelta(days=DAYS - 1)
        return [DayFact(start + timedelta(days=n), Known.NONE, False, ()) for n in range(DAYS)]
    return day_strip_facts(
        as_facts(rows),
        subject.last,
        subject.enrollment.started_on,
        subject.rules,
        findings(subject.material.asked.get(subject.id, ())),
        days=DAYS,
    )
