"""Docket days: who is called, what the judge answers, who moves on, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.compliance.drug_tests.sobriety import sober_days
from portal.demo.calendar import Calendar, at_desk, moment
from portal.demo.court_happenings import Answer, DocketCalled, DocketClosed, DocketPlanned, Heard, HearingSet
from portal.demo.happenings import Happening, LevelSet
from portal.demo.lives.endings import end_at_hearing
from portal.demo.lives.life import Life, Owed
from portal.participants.enrollments.vocabulary import Place
from portal.participants.programs.vocabulary import AttendanceMark, Measure, ResponseKind

CALLED_AT = time(13, 30)
LEAST_ATTENDED = 0.8
EVERY = {"p1": 14, "p2": 14, "p3": 28, "p4": 28, "p5": 35}
CHEER = ("praise", "praise", "applause", "fishbowl", "token", "first_called", "certificate")
MORE_CHEER = ("gift_card", "fewer_visits", "curfew_relaxed", "travel_pass", "fee_credit")
HELP = ("reassessment", "case_management", "transport_childcare", "peer", "more_testing", "added_sessions")
ORDERS = (
    "Bring proof of the medical visit to the next hearing.",
    "Call the clinic before the session when something comes up, not after.",
    "Meet the officer on Monday to go through the month.",
    "Bring a pay slip or the school schedule to the next hearing.",
    "Write down two people to call on a hard evening.",
)
PAGE = timedelta(minutes=8)


def plan(day: date, calendar: Calendar) -> Iterator[Happening]:
    """Dockets are planned ahead, all of them on the first day and a new one each week."""
    if day == calendar.starts_on:
        for on in calendar.docket_days:
            yield DocketPlanned(at=moment(day, time(16)), by="quiroz", on=on)


def first_date(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """On the day after enrollment the first hearing is set."""
    if not life.person.in_court or not life.entered or life.ended or life.hearing_on or life.heard_on:
        return
    first = life.phase == "p1"
    later = 0 if first else life.rng.randrange(0, EVERY[life.phase], 7)
    on = calendar.docket_after(day, 7 + later)
    life.hearing_on = on
    yield HearingSet(
        at=at_desk(day, "quiroz"),
        by="quiroz",
        person=life.key,
        on=on,
        kind="first" if first and life.starts_on >= calendar.starts_on else "status",
        mode="video" if life.person.story == "by_video" else "in_person",
    )


def hold(lives: list[Life], day: date, calendar: Calendar) -> Iterator[Happening]:
    """One docket, person after person."""
    if day not in calendar.docket_days:
        return
    called = [life for life in lives if life.hearing_on == day and not life.ended]
    at = moment(day, CALLED_AT)
    yield DocketCalled(at=at, by="reyes", on=day)
    for place, life in enumerate(called):
        yield from hear(life, day, at + place * PAGE + timedelta(minutes=4), calendar)
    yield DocketClosed(at=at + len(called) * PAGE + timedelta(minutes=10), by="reyes", on=day)


def hear(life: Life, day: date, at: object, calendar: Calendar) -> Iterator[Happening]:
    assert not isinstance(at, (int, str))
    moment_of: dict[str, object] = {"at": at, "by": "reyes", "person": life.key, "on": day}
    life.hearing_on = None
    next_on = come_again(life, day, calendar)
    if life.place is Place.UNKNOWN or (life.place is Place.HOME and life.chance(0.14 if life.strained(day) else 0.012)):
        life.hearing_on = next_on if life.person.featured else calendar.docket_after(day, 14)
        yield Heard(**moment_of, missed=True, next_on=life.hearing_on)  # type: ignore[arg-type]
        return
    ending = list(end_at_hearing(life, day, calendar))
    granted = "" if ending else advance(life, day)
    answers = tuple(answers_of(life, day, granted, next_on))
    order = life.pick(ORDERS) if not ending and life.chance(0.3) else ""
    if not ending:
        life.hearing_on = come_again(life, day, calendar)
    yield Heard(**moment_of, answers=answers, order=order, phase=granted, next_on=life.hearing_on)  # type: ignore[arg-type]
    life.heard_on = day
    yield from ending
    if granted == "p3" and life.admitted_on is not None:
        yield LevelSet(
            at=moment(day, time(18, 5)),
            by=life.clinician,
            person=life.key,
            clinic=life.person.clinic,
            level="1",
            reason="Goals of the intensive group reached",
        )


def come_again(life: Life, day: date, calendar: Calendar) -> date:
    """The docket on which the person is called next; those of whom the story is told come to the next one."""
    every = EVERY[life.phase]
    if life.person.featured and 0 < (calendar.next_docket_on - day).days <= every + 7:
        return calendar.next_docket_on
    return calendar.docket_after(day, every)


def advance(life: Life, day: date) -> str:
    """Move to the next phase when the person is ready for it."""
    after = ready_for(life, day)
    if after:
        life.phase, life.phase_on = after, day
    return after


def ready_for(life: Life, day: date) -> str:
    """The next phase when its days, its sober days, its milestones and a quiet fortnight are there, else nothing."""
    after = life.rules.phase_after(life.phase)
    if after is None or (day - life.phase_on).days < life.rule.min_days or life.place is not Place.HOME:
        return ""
    sober = sober_days(life.tests, day, life.starts_on, life.rules)
    if sober.verified_days < life.rule.sober_days or (life.strained(day) and life.person.in_court):
        return ""
    wanted = {
        one.key
        for one in life.rules.milestones_of(life.phase)
        if one.measure is Measure.RECORDED and not one.only_when_ordered
    }
    regular = attended(life, day) >= LEAST_ATTENDED or not life.person.in_court
    return after.key if wanted <= life.attested and regular else ""


def attended(life: Life, day: date) -> float:
    """The share of the phase's later sessions that were attended, excused ones left out."""
    first = max(life.phase_on, day - timedelta(days=90))
    there = [kind for on, kind in life.marks if on >= first and kind is not AttendanceMark.EXCUSED]
    missed = sum(kind is AttendanceMark.UNEXCUSED for kind in there)
    return 1.0 if not there else 1 - missed / len(there)


def answers_of(life: Life, day: date, granted: str, next_on: date) -> Iterator[Answer]:
    """What the judge gives: good news first, then help, and a sanction only for what was found and can be asked."""
    found, life.found = life.found, []
    used = [one for one in found if one.code in ("B5", "B6")]
    missed = [one for one in found if one.code not in ("B5", "B6")]
    if granted:
        yield Answer("phase_advance", ResponseKind.INCENTIVE)
        life.incentives += 1
    if life.place is Place.HOME and not (used and missed):
        for option in good(life, found == []):
            life.incentives += 1
            yield Answer(option, ResponseKind.INCENTIVE, "A1")
    if used:
        yield Answer(life.pick(HELP), ResponseKind.SERVICE_ADJUSTMENT, used[-1].code, used[-1].on)
    if missed:
        yield from sanction(life, missed[-1].code, missed[-1].on, len(missed), day, next_on)


def good(life: Life, quiet: bool) -> list[str]:
    if quiet:
        options = [life.pick(CHEER)] if life.chance(0.85) else []
        return [*options, life.pick(MORE_CHEER)] if life.chance(0.1) else options
    return [life.pick(CHEER)] if life.chance(0.4) else []


def sanction(life: Life, code: str, on: date, number: int, day: date, next_on: date) -> Iterator[Answer]:
    """Low first; hours of service when it has come more than once. Often help is what is needed."""
    if life.chance(0.2):
        yield Answer(life.pick(HELP), ResponseKind.SERVICE_ADJUSTMENT, code, on)
        return
    life.sanctions += 1
    due_on = next_on - timedelta(days=1)
    if number > 1 or life.chance(0.2):
        name = f"service {day}"
        life.owed.append(
            Owed(name, 8, 4, due_on, day + timedelta(days=4), "Signed sheet seen", (day, "community_service"))
        )
        yield Answer("community_service", ResponseKind.SANCTION, code, on, 8, due_on, name)
    elif life.chance(0.5):
        name = f"letter {day}"
        life.owed.append(Owed(name, 1, 1, due_on, day + timedelta(days=6), "Letter handed in", (day, "letter")))
        yield Answer("letter", ResponseKind.SANCTION, code, on, None, due_on, name)
    else:
        yield Answer("warning", ResponseKind.SANCTION, code, on)
