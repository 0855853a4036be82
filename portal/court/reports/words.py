"""Words and short sentences of the printed progress report that are put together from several fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from portal.court.reports.content import ReportContent
from portal.court.reports.lines import Goal, Signature
from portal.court.reports.marks import MilestoneState, ObligationState, ResponseKind
from portal.web import dates


@dataclass(frozen=True)
class Cell:
    """One fact of the row under the title; without a value it says that there is no information."""

    label: str
    value: str = ""
    note: str = ""
    marks: str = ""


def obligation_word(state: ObligationState) -> str:
    return {
        ObligationState.MET: gettext("met"),
        ObligationState.PARTLY: gettext("partly"),
        ObligationState.NOT_MET: gettext("not met"),
        ObligationState.NOT_YET_DUE: gettext("not yet due"),
    }[state]


def milestone_word(state: MilestoneState) -> str:
    return {
        MilestoneState.MET: gettext("met"),
        MilestoneState.CLOSE: gettext("close"),
        MilestoneState.UNDER_WAY: gettext("under way"),
        MilestoneState.NOT_YET: gettext("not yet"),
        MilestoneState.UNKNOWN: gettext("not known"),
    }[state]


def response_word(kind: ResponseKind) -> str:
    return {
        ResponseKind.INCENTIVE: gettext("Incentive"),
        ResponseKind.SANCTION: gettext("Sanction"),
        ResponseKind.ADJUSTMENT: gettext("Service adjustment"),
    }[kind]


def attendance_rate(content: ReportContent) -> str:
    """Write "Phase to date: 6 of 9, 67%; 3 of them not yet decided; 80% needed", or nothing.

    Halves go up as in the milestone, but what is short of the share that is needed is never shown as that share.
    """
    rate = content.attendance_rate
    if rate is None or not rate.counted:
        return ""
    percent, needed = (200 * rate.attended + rate.counted) // (2 * rate.counted), rate.needed_percent
    if needed is not None and 100 * rate.attended < needed * rate.counted:
        percent = min(percent, needed - 1)
    parts = [
        gettext(
            "%(over)s: %(attended)d of %(counted)d, %(percent)d%%",
            over=rate.over,
            attended=rate.attended,
            counted=rate.counted,
            percent=percent,
        )
    ]
    if rate.undecided:
        parts.append(gettext("%(num)d of them not yet decided", num=rate.undecided))
    if needed is not None:
        parts.append(gettext("%(percent)d%% needed", percent=needed))
    return "; ".join(parts)


def milestones_met(content: ReportContent) -> str:
    """Write "2 of 5 met"; without the whole where something is not known to the addressee."""
    states = [line.state for line in content.milestones]
    met = states.count(MilestoneState.MET)
    if not states:
        return ""
    if MilestoneState.UNKNOWN in states:
        return gettext("%(met)d met", met=met)
    return gettext("%(met)d of %(all)d met", met=met, all=len(states))


def cells(content: ReportContent, today: date) -> tuple[Cell, ...]:
    """Return the row under the title: hearing, phase, track, sober days, level of care, next advancement.

    A program without hearings has no cell for one, rather than an empty one.
    """
    found = [
        _hearing(content),
        _phase(content),
        _track(content),
        _sober(content),
        _level(content),
        _advancement(content),
    ]
    return tuple(cell for cell in found if cell is not None)


def _hearing(content: ReportContent) -> Cell | None:
    header = content.header
    if header.hearing_at is None:
        return None
    on = dates.day_with_year(dates.local_day(header.hearing_at, header.time_zone))
    time = dates.time_of(header.hearing_at, header.time_zone)
    return Cell(gettext("Hearing"), on, f"{time}, {header.occasion}" if header.occasion else time)


def _phase(content: ReportContent) -> Cell:
    phase, label = content.phase, gettext("Phase")
    if phase is None:
        return Cell(label)
    value = phase.name
    if phase.day_in_phase is not None:
        value = gettext("%(phase)s, day %(day)d", phase=phase.name, day=phase.day_in_phase)
    days = phase.day_in_program
    return Cell(label, value, "" if days is None else gettext("day %(day)d in program", day=days), phase.marks)


def _track(content: ReportContent) -> Cell:
    track = content.track
    return Cell(gettext("Legal track"), track.text, "", track.marks) if track else Cell(gettext("Legal track"))


def _sober(content: ReportContent) -> Cell:
    sober, label = content.sober, gettext("Sober, verified")
    if sober is None:
        return Cell(label)
    stretch = ""
    if sober.since and sober.through:
        since, through = dates.short_day(sober.since), dates.short_day(sober.through)
        stretch = gettext("%(since)s to %(through)s", since=since, through=through)
    value = gettext("%(days)d days", days=sober.days)
    return Cell(label, value, ". ".join(part for part in (stretch, sober.note) if part), sober.marks)


def _level(content: ReportContent) -> Cell:
    level, label = content.level_of_care, gettext("Level of care")
    return Cell(label, level.topic, level.text, level.marks) if level else Cell(label)


def _advancement(content: ReportContent) -> Cell:
    coming, label = content.next_advancement, gettext("Next advancement")
    if coming is None:
        return Cell(label)
    return Cell(label, dates.short_day(coming.earliest_on), coming.note or gettext("earliest"), coming.marks)


def about(content: ReportContent, today: date) -> str:
    """Say for whom, why, about which days, as of when and by whom the report was made."""
    header = content.header
    parts = [
        gettext("For %(recipient)s, %(purpose)s.", recipient=header.recipient, purpose=header.purpose),
        gettext("Program: %(program)s.", program=header.program),
        _period(content, today),
        gettext("As of %(moment)s.", moment=moment_with_year(header.as_of, header.time_zone)),
    ]
    if header.authors:
        people = "; ".join(f"{author.name}, {author.agency}" for author in header.authors)
        parts.append(gettext("By %(people)s.", people=people))
    return " ".join(parts)


def _period(content: ReportContent, today: date) -> str:
    header = content.header
    if header.period_from is None:
        return gettext("Period to %(end)s.", end=dates.day(header.period_to, today))
    return gettext("Period %(span)s.", span=dates.span(header.period_from, header.period_to, today))


def moment_with_year(at: datetime, zone: str) -> str:
    """Write a moment with its year and zone: "Wed Nov 18, 2026, 3:05 PM, Central Time"."""
    on = dates.day_with_year(dates.local_day(at, zone))
    return f"{on}, {dates.time_of(at, zone)}, {dates.zone_name(zone)}"


def goal(line: Goal, today: date) -> str:
    """Write how a goal stands: "open, written test passed, by Fri Jan 15, 2027"."""
    due = gettext("by %(day)s", day=dates.day(line.due_on, today)) if line.due_on else ""
    return ", ".join(part for part in (line.state, line.measure, due) if part)


@dataclass(frozen=True)
class Signed:
    """One line of the signatures; what nobody has signed in the portal is left for ink."""

    words: str
    signed: bool


def signature(line: Signature, zone: str, today: date) -> Signed:
    """Write role, name and moment, or the role and a place for the date."""
    if line.name and line.signed_at:
        at = dates.moment(line.signed_at, zone, today)
        return Signed(gettext("%(role)s: %(name)s, %(at)s", role=line.role, name=line.name, at=at), True)
    if line.name:
        return Signed(gettext("%(role)s: %(name)s, date", role=line.role, name=line.name), False)
    return Signed(gettext("%(role)s, date", role=line.role), False)
