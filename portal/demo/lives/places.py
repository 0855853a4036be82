"""Residential stays, days in hospital and in custody, and whereabouts unknown: as the stories say, and as life goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.demo.calendar import Calendar, moment, weeks
from portal.demo.happenings import Happening, LevelSet, Moved, StatusChanged
from portal.demo.lives.life import Life
from portal.participants.enrollments.vocabulary import EnrollmentStatus, Place

RESIDENTIAL_DAYS = 28
UNTOLD = date.max
QUIET_BEFORE_STORY = 60
"""So many days before the end nothing else happens to those whose whereabouts are a story."""


def move(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """Where the person is from this day on."""
    if not life.entered or life.ended or not life.person.in_court or day <= life.enters_on:
        return
    if life.back_on is not None and day >= life.back_on:
        yield from come_back(life, day)
    elif life.place is Place.HOME:
        yield from go_away(life, day, calendar)


def go_away(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    story = life.person.story
    sunday = calendar.ends_on - timedelta(days=(calendar.ends_on.weekday() + 1) % 7)
    if story == "custody_now" and day == sunday:
        yield from leave(life, day, Place.CUSTODY, calendar.today + timedelta(days=2))
    elif story == "unknown_now" and day == calendar.today - timedelta(days=17):
        yield from leave(life, day, Place.UNKNOWN, UNTOLD)
    elif story == "residential_now" and day == calendar.open_from(calendar.today - weeks(2.4)):
        yield from leave(life, day, Place.RESIDENTIAL, UNTOLD)
    elif (life.person.featured or story.endswith("_now")) and (calendar.today - day).days < QUIET_BEFORE_STORY:
        return
    elif life.person.temper != "steady" and used_often(life, day) and calendar.open_from(day) == day:
        yield from leave(life, day, Place.RESIDENTIAL, day + timedelta(days=RESIDENTIAL_DAYS))
    elif life.chance(0.0006):
        yield from leave(life, day, Place.HOSPITAL, day + timedelta(days=life.rng.randint(2, 6)))
    elif life.person.temper == "rocky" and life.chance(0.002):
        yield from leave(life, day, Place.CUSTODY, day + timedelta(days=life.rng.randint(1, 4)))


def used_often(life: Life, day: date) -> bool:
    """Two hard weeks with use within 70 days, the second just over: the clinic offers a residential stay."""
    used = sorted(on for spell in life.spells for on in spell.used if on < day)
    recent = [on for on in used if (day - on).days <= 70]
    just_now = bool(used) and 5 <= (day - used[-1]).days <= 6
    return len(recent) >= 2 and just_now and life.phase in ("p1", "p2") and life.chance(0.6)


def leave(life: Life, day: date, place: Place, back_on: date) -> Iterator[Happening]:
    life.place, life.back_on = place, back_on
    by = life.person.officer if place in (Place.CUSTODY, Place.UNKNOWN) else "quiroz"
    yield Moved(at=moment(day, time(8, 40)), by=by, person=life.key, place=place)
    if place is Place.UNKNOWN:
        yield StatusChanged(
            at=moment(day, time(8, 45)),
            by="quiroz",
            person=life.key,
            status=EnrollmentStatus.WHEREABOUTS_UNKNOWN,
            reason="No contact for 14 days; home, hospital and jail checked",
        )
    if place is Place.RESIDENTIAL and life.admitted_on is not None:
        yield level(life, day, "3.5", "More support for some weeks, agreed with the participant")


def come_back(life: Life, day: date) -> Iterator[Happening]:
    was, life.place, life.back_on = life.place, Place.HOME, None
    yield Moved(at=moment(day, time(8, 40)), by="quiroz", person=life.key, place=Place.HOME)
    if was is Place.RESIDENTIAL and life.admitted_on is not None:
        yield level(life, day, "2.1" if life.phase in ("p1", "p2") else "1", "Back from the residential stay")


def level(life: Life, day: date, to: str, reason: str) -> LevelSet:
    return LevelSet(
        at=moment(day, time(15, 10)),
        by=life.clinician,
        person=life.key,
        clinic=life.person.clinic,
        level=to,
        reason=reason,
    )
