"""What becomes of questions: a reason is attached, and at staffing a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.demo.calendar import Calendar, at_desk, moment
from portal.demo.happenings import Happening, QuestionAnswered, QuestionDecided
from portal.demo.lives.life import Life, Open

REASONS = (
    ("The bus did not come; the notice of the line is attached", True),
    ("Says the shift ran late; pay slip to come", False),
    ("Overslept, says so; will set two alarms", False),
    ("Child was sick; school called, note seen", True),
    ("Phone was off; did not hear the call for the test", False),
    ("Mixed up the day", False),
)
CLINICS = ("riverbend", "southgate")
LEFT_TO_PLAY = 21
"""So young questions of those of whom the story is told are left to whoever plays it."""
FRESH_DAYS = 9
"""Younger questions are left open, so that there is something to decide."""


def answer(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """The case manager attaches what the participant says, where she may know of the question."""
    by = life.person.manager
    if not by or life.ended or calendar.open_from(day) != day:
        return
    for asked in life.open:
        if life.person.featured and (calendar.today - asked.on).days < LEFT_TO_PLAY:
            continue
        if asked.answered or (day - asked.on).days < 1 or not life.chance(0.3):
            continue
        if asked.origin in CLINICS and not life.knows("bridgeway", day):
            continue
        asked.answered = True
        words, seen = (
            life.pick(REASONS)
            if asked.code in ("B2", "B4")
            else ("Says it was one evening; talked with the clinic", False)
        )
        yield QuestionAnswered(
            at=at_desk(day, by),
            by=by,
            person=life.key,
            on=asked.on,
            code=asked.code,
            words=words,
            document_seen=seen,
        )


def decide(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """On the afternoon of staffing, for those who are called the next day; in diversion on Mondays."""
    review = day.weekday() == 0 and calendar.open_from(day) == day
    if life.ended or (life.hearing_on != day + timedelta(days=1) if life.person.in_court else not review):
        return
    for asked in list(life.open):
        age = (calendar.today - asked.on).days
        if age < FRESH_DAYS and asked.code != "B5":
            continue
        if (day - asked.on).days < 3 or (asked.code == "B6" and (day - asked.on).days < 7):
            continue
        home = "court" if life.person.in_court else "diversion"
        if asked.origin in CLINICS and not life.knows(home, day):
            continue
        outcome, reason = how(life, asked)
        life.open.remove(asked)
        if outcome == "found":
            life.found.append(asked)
        by = "novak" if home == "diversion" else "quiroz" if asked.origin in CLINICS else life.person.officer
        yield QuestionDecided(
            at=moment(day, time(16, 45)),
            by=by,
            person=life.key,
            on=asked.on,
            code=asked.code,
            outcome=outcome,
            reason=reason,
        )


def how(life: Life, asked: Open) -> tuple[str, str]:
    if asked.code in ("B5", "B6"):
        return "found", "The participant agrees with the result" if asked.code == "B5" else "Laboratory confirmed it"
    if asked.answered and life.chance(0.35):
        return "excused", "The paper shows why"
    if asked.code == "B7":
        return "not_found", "Repeat test was in order"
    if life.chance(0.1):
        return "not_found", "The record was not clear enough"
    return "found", "Not called in, no paper; talked through at staffing"
