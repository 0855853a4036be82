"""The lines that people write for the court: what a judge may read aloud, without what was said in treatment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.demo.calendar import Calendar
from portal.demo.lives.groups import BY_KEY
from portal.demo.lives.life import Life
from portal.participants.enrollments.vocabulary import Place
from portal.participants.programs.vocabulary import AttendanceMark

POSITIVE = (ResultCode.POS_ADMIT, ResultCode.POS_CONF, ResultCode.PRESUMPT)
CLINIC_QUIET = (
    "{name} came to every session and takes part.",
    "{name} keeps to the plan and asked for one more hour a week.",
    "{name} is steady, and helps newer people find their way.",
    "{name} works on the goals week by week.",
    "{name} was on time each week and came prepared.",
)
CLINIC_MISSED = (
    "{name} missed {number}, came back the next time, and has a plan for calling ahead.",
    "{name} missed {number}; the times of the group are being looked at together.",
)
CLINIC_USED = (
    "{name} stayed in contact through a hard week; the plan has more support now.",
    "{name} came the next day. We suggest keeping the intensive group for now.",
)
CLINIC_NEW = ("{name} began with us this month; it is early to say more.",)
CLINIC_AWAY = ("{name} is in the residential program and takes part there.",)
MANAGER = (
    "{name} keeps appointments; the next step is {step}.",
    "We met as planned. {name} is working on {step}.",
    "{name} called ahead when something came up. Next: {step}.",
)
STEPS = {
    "housing": "the housing interview",
    "work": "two applications this week",
    "transport": "the bus pass for the coming month",
    "papers": "the state ID",
    "health": "the first visit with the doctor",
    "family": "the Saturday visits",
    "school": "the math part of the GED",
    "income": "the food benefits",
    "legal": "the plan for the license",
}
OFFICER_QUIET = (
    "Contacts kept, home in order, no police contact.",
    "Reported each week as asked; curfew kept.",
    "No concerns from supervision since the last hearing.",
)
OFFICER_TESTS = (
    "Contacts kept. A test was positive; {name} talked about it openly.",
    "Reported as asked. One result is being looked at.",
)
OFFICER_AWAY = ("In custody since Sunday; seen there on Monday.",)
NUMBERS = ("no session", "one session", "two sessions", "three sessions", "several sessions")


def missed_since(life: Life, day: date) -> int:
    return sum(on >= day and kind is AttendanceMark.UNEXCUSED for on, kind in life.marks)


def positive_since(life: Life, day: date) -> bool:
    return any(one.on >= day and one.code in POSITIVE for one in life.tests)


def clinic_line(life: Life, since: date, today: date) -> tuple[str, str]:
    """The rating and the line of the clinic."""
    missed = missed_since(life, since)
    if life.place is Place.RESIDENTIAL:
        return "some", said(life, CLINIC_AWAY)
    if (today - (life.admitted_on or today)).days < 25:
        return "too_early", said(life, CLINIC_NEW)
    if positive_since(life, since):
        return "some", said(life, CLINIC_USED)
    if missed:
        return "stalled" if missed > 2 else "some", said(life, CLINIC_MISSED, number=NUMBERS[min(missed, 4)])
    return "on_track", said(life, CLINIC_QUIET)


def manager_line(life: Life) -> str:
    working = [area for area, state in life.needs.items() if state != "met"]
    return said(life, MANAGER, step=STEPS[working[0]] if working else "the plan for the coming month")


def officer_line(life: Life, since: date) -> str:
    if life.place is Place.CUSTODY:
        return said(life, OFFICER_AWAY)
    return said(life, OFFICER_TESTS if positive_since(life, since) else OFFICER_QUIET)


def said(life: Life, lines: Sequence[str], **more: str) -> str:
    return life.pick(lines).format(name=life.called, **more)


def changes(life: Life) -> dict[str, str]:
    """How areas of life moved, for those that are worked on; the others are said to be the same now and then."""
    moved = {"met": "better", "in_work": "same", "open": "harder"}
    reported = ("housing", "work", "school", "family", "health")
    found = {area: moved[state] for area, state in life.needs.items() if area in reported}
    return found | {area: "same" for area in reported[:2] if area not in found}


def next_sessions(life: Life, day: date, calendar: Calendar) -> str:
    """The next two meetings of the person's group, as a clinician writes them."""
    if life.group not in BY_KEY:
        return ""
    group = BY_KEY[life.group]
    days = [day + timedelta(days=offset) for offset in range(1, 15)]
    meetings = [one for one in days if one.weekday() in group.weekdays and one not in calendar.closed_on][:2]
    hour = f"{group.meets_at.hour % 12 or 12}:{group.meets_at.minute:02d} {'AM' if group.meets_at.hour < 12 else 'PM'}"
    return " and ".join(f"{one:%a %b} {one.day}" for one in meetings) + f", {hour}" if meetings else ""
