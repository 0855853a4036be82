"""The county day by day: everybody's lives together, as one stream of happenings in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.demo.calendar import Calendar, moment
from portal.demo.cast import people
from portal.demo.happenings import Happening, PhaseGranted
from portal.demo.lives import (
    contacts,
    court_days,
    endings,
    entering,
    groups,
    helping,
    outside,
    places,
    privacy,
    questions,
    reporting,
    testing,
)
from portal.demo.lives.life import Life, Spell, begin
from portal.participants.programs.vocabulary import AttendanceMark


def happenings(calendar: Calendar) -> Iterator[Happening]:
    """All that happens, day after day; within a day in the order of the hours."""
    lives = [begin(person, calendar) for person in people()]
    for life in lives:
        prepare(life, calendar)
    for day in calendar.days():
        yield from sorted(one_day(lives, day, calendar), key=lambda one: (one.at, one.by))


def prepare(life: Life, calendar: Calendar) -> None:
    """What the stories need near the end: two people each missed a group, unexcused."""
    if life.key == "xio":
        life.spells = tuple(one for one in life.spells if (calendar.today - one.last).days > 60)
        life.forced[calendar.to_mark_on - timedelta(days=4)] = AttendanceMark.UNEXCUSED
    if life.key in ("terrence", "ashley"):
        first = calendar.today - timedelta(days=11)
        life.spells = (*life.spells, Spell(first, first + timedelta(days=9), (first + timedelta(days=6),)))
        life.forced[calendar.to_mark_on - timedelta(days=4)] = AttendanceMark.UNEXCUSED
    if life.key in ("marcus", "maya"):
        life.spells = ()
    if life.key == "marcus":
        life.forced[calendar.to_mark_on - timedelta(days=7)] = AttendanceMark.UNEXCUSED


def one_day(lives: list[Life], day: date, calendar: Calendar) -> Iterator[Happening]:
    if day == calendar.starts_on:
        yield from groups.start_groups(calendar)
        yield from outside.register(day)
    yield from court_days.plan(day, calendar)
    for number, life in enumerate(lives):
        if day == life.enters_on:
            yield from entering.enter(life, calendar, number)
        elif life.entered and not life.ended:
            yield from of_one(life, day, calendar)
        elif life.ended:
            yield from testing.confirm(life, day)
    yield from groups.meet(lives, day, calendar)
    yield from reporting.report(lives, day, calendar)
    yield from court_days.hold(lives, day, calendar)
    yield from privacy.happen(day, calendar)
    for life in lives:
        if life.entered and not life.ended:
            yield from endings.end_by_itself(life, day, calendar)
    yield from groups.arrange(lives, day)


def of_one(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """One person's day, in an order in which each part may lean on the ones before."""
    yield from places.move(life, day, calendar)
    yield from entering.settle_in(life, day, calendar)
    yield from entering.later_papers(life, day, calendar)
    yield from court_days.first_date(life, day, calendar)
    yield from testing.confirm(life, day)
    yield from testing.test(life, day, calendar)
    yield from contacts.alone(life, day, calendar)
    yield from contacts.officer(life, day, calendar)
    yield from contacts.manager(life, day, calendar)
    yield from helping.help_with(life, day, calendar)
    yield from outside.ask(life, day, calendar)
    yield from contacts.prove(life, day, calendar)
    yield from contacts.attest(life, day, calendar)
    yield from groups.correct(life, day)
    yield from questions.answer(life, day, calendar)
    yield from questions.decide(life, day, calendar)
    yield from diversion_review(life, day, calendar)


def diversion_review(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """In diversion the program itself moves a person on, once the days and the milestones are there."""
    if life.person.in_court or calendar.open_from(day) != day or day.weekday() != 0:
        return
    granted = court_days.advance(life, day)
    if granted:
        yield PhaseGranted(at=moment(day, time(15)), by="novak", person=life.key, phase=granted)
