"""A filed report on a page of the portal: the same content as the paper, in the portal's own components."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.court.reports import strip_words
from portal.court.reports import words as paper_words
from portal.court.reports.addressees import RECIPIENTS
from portal.court.reports.content import ReportContent
from portal.court.reports.lines import ServiceAttendance
from portal.court.reports.marks import (
    DrugTestResult,
    MilestoneState,
    ObligationState,
    ResponseKind,
    SessionMark,
    Sobriety,
)
from portal.gate.vocabulary import RoleName
from portal.web import strip as web_strip
from portal.web.dates import day, local_day
from portal.web.strip import DayStrip, SampleDay, SampleMark, SessionDay, SoberStretch
from portal.web.tags import tag

SAMPLES = {
    DrugTestResult.NEGATIVE: SampleMark.NEGATIVE,
    DrugTestResult.POSITIVE: SampleMark.POSITIVE,
    DrugTestResult.PRIOR_USE: SampleMark.PRIOR_USE,
    DrugTestResult.ALTERED: SampleMark.ALTERED,
    DrugTestResult.DECLINED: SampleMark.DECLINED,
    DrugTestResult.DILUTE: SampleMark.DILUTE,
    DrugTestResult.PENDING: SampleMark.PENDING,
    DrugTestResult.NO_SAMPLE: SampleMark.NO_SAMPLE,
    DrugTestResult.EXCUSED: SampleMark.EXCUSED,
    DrugTestResult.MISSED: SampleMark.MISSED,
}
SESSIONS = {
    SessionMark.ATTENDED: web_strip.SessionMark.ATTENDED,
    SessionMark.EXCUSED: web_strip.SessionMark.EXCUSED,
    SessionMark.MISSED: web_strip.SessionMark.UNEXCUSED,
    SessionMark.QUESTION: web_strip.SessionMark.QUESTION,
}
RESULT_TAGS = {
    DrugTestResult.NEGATIVE: "done",
    DrugTestResult.POSITIVE: "late",
    DrugTestResult.PRIOR_USE: "part",
    DrugTestResult.ALTERED: "late",
    DrugTestResult.DECLINED: "late",
    DrugTestResult.MISSED: "late",
    DrugTestResult.PENDING: "wait",
    DrugTestResult.DILUTE: "wait",
}
MILESTONE_TAGS = {
    MilestoneState.MET: "done",
    MilestoneState.CLOSE: "part",
    MilestoneState.UNDER_WAY: "part",
    MilestoneState.NOT_YET: "open",
    MilestoneState.UNKNOWN: "plain",
}
OBLIGATION_TAGS = {
    ObligationState.MET: "done",
    ObligationState.PARTLY: "part",
    ObligationState.NOT_MET: "late",
    ObligationState.NOT_YET_DUE: "open",
}
RESPONSE_TAGS = {
    ResponseKind.INCENTIVE: "incentive",
    ResponseKind.SANCTION: "sanction",
    ResponseKind.ADJUSTMENT: "adjustment",
}


def role_words(role: RoleName) -> str:
    """The head of an addressee's column: "Judge's office", "Prosecutor"."""
    return str(ROLE_LABELS[RoleName.JUDICIAL_STAFF if role is RoleName.JUDGE else role])


def recipient(role: str) -> str:
    return str(RECIPIENTS[RoleName(role)])


def today_of(content: ReportContent) -> date:
    return local_day(content.header.as_of, content.header.time_zone)


def about(content: ReportContent) -> str:
    return paper_words.about(content, today_of(content))


def cells(content: ReportContent) -> list[tuple[str, str, str]]:
    """The row under the title as (label, value, smaller words)."""
    nothing = _("No information in this report")
    return [(cell.label, cell.value or nothing, cell.note) for cell in paper_words.cells(content, today_of(content))]


def summaries(content: ReportContent) -> list[tuple[str, Any]]:
    since = content.header.period_from
    changed = _("Changed since %(day)s", day=day(since, today_of(content))) if since else _("Changed")
    return [(_("Overall"), content.summary), (changed, content.changes), (_("Recommended"), content.recommendation)]


def life(content: ReportContent) -> list[tuple[str, Any]]:
    return [
        (_("Housing"), content.housing),
        (_("Work"), content.work),
        (_("School"), content.school),
        (_("Family"), content.family),
        (_("Health"), content.health),
    ]


def missed_words(line: ServiceAttendance, content: ReportContent) -> str:
    today = today_of(content)
    return "; ".join(f"{day(one.on, today)}, {one.reason}" if one.reason else day(one.on, today) for one in line.missed)


def rate_words(content: ReportContent) -> str:
    return paper_words.attendance_rate(content)


def milestones_met(content: ReportContent) -> str:
    return paper_words.milestones_met(content)


def result_tag(result: DrugTestResult) -> Markup:
    return tag(RESULT_TAGS.get(result, "open"), strip_words.result_word(result))


def milestone_tag(state: MilestoneState) -> Markup:
    return tag(MILESTONE_TAGS[state], paper_words.milestone_word(state))


def obligation_tag(state: ObligationState) -> Markup:
    return tag(OBLIGATION_TAGS[state], paper_words.obligation_word(state))


def response_tag(kind: ResponseKind) -> Markup:
    return tag(RESPONSE_TAGS[kind], paper_words.response_word(kind))


def hash_words(sha256: str) -> str:
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def day_strip(content: ReportContent) -> DayStrip | None:
    """The picture of the report in the portal's own component."""
    if content.strip is None or not content.strip.days:
        return None
    days = content.strip.days
    return DayStrip(
        start=days[0].on,
        end=days[-1].on,
        samples=tuple(SampleDay(one.on, SAMPLES[r]) for one in days for r in one.tests if r in SAMPLES),
        sessions=tuple(SessionDay(one.on, SESSIONS[mark]) for one in days for mark in one.sessions),
        hearings=tuple(one.on for one in days if one.hearing),
        stretches=stretches(content),
    )


def stretches(content: ReportContent) -> tuple[SoberStretch, ...]:
    """Days in a row of one state as one stretch; days that no test reaches are none."""
    found: list[SoberStretch] = []
    for one in content.strip.days if content.strip else ():
        if one.sober is Sobriety.NONE:
            continue
        verified = one.sober is Sobriety.VERIFIED
        last = found[-1] if found else None
        if last is not None and last.verified is verified and (one.on - last.end).days == 1:
            found[-1] = SoberStretch(last.start, one.on, verified)
        else:
            found.append(SoberStretch(one.on, one.on, verified))
    return tuple(found)
