"""The clinics' groups: who belongs to which, and what the rosters say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.demo.calendar import ROSTER_TO_MARK, TUESDAY, Calendar, moment, weeks
from portal.demo.happenings import (
    GroupJoined,
    GroupLeft,
    GroupStarted,
    Happening,
    Mark,
    MarkCorrected,
    RosterMarked,
    SessionCancelled,
)
from portal.demo.lives.life import Life, Open
from portal.participants.enrollments.vocabulary import Place
from portal.participants.programs.vocabulary import AttendanceMark

FULL = 12
CLASS_SESSIONS = 6


@dataclass(frozen=True, slots=True)
class Group:
    """A weekly group of a clinic; `phases` are those of its members."""

    key: str
    clinic: str
    name: str
    service: str
    weekdays: tuple[int, ...]
    meets_at: time
    minutes: int
    leaders: tuple[str, ...]
    room: str
    phases: tuple[str, ...]

    def ends_at(self, day: date) -> datetime:
        return moment(day, self.meets_at) + timedelta(minutes=self.minutes)


INTENSIVE = "Intensive outpatient group"
GROUPS = (
    Group(
        "rb-morning",
        "riverbend",
        "Early recovery, mornings",
        INTENSIVE,
        (TUESDAY, 4),
        ROSTER_TO_MARK,
        180,
        ("abara", "greer"),
        "Room 2",
        ("p1", "p2"),
    ),
    Group(
        "rb-evening",
        "riverbend",
        "Early recovery, evenings",
        INTENSIVE,
        (0, 3),
        time(17, 30),
        180,
        ("greer",),
        "Room 2",
        ("p1", "p2"),
    ),
    Group(
        "rb-skills",
        "riverbend",
        "Recovery skills",
        "Skills group",
        (2,),
        time(17, 30),
        90,
        ("abara",),
        "Room 4",
        ("p3",),
    ),
    Group(
        "rb-onward",
        "riverbend",
        "Saturday continuing care",
        "Continuing care group",
        (5,),
        time(10),
        90,
        ("lam",),
        "Room 1",
        ("p4", "p5"),
    ),
    Group(
        "sg-first",
        "southgate",
        "First months",
        INTENSIVE,
        (0, 2),
        time(18),
        150,
        ("stroud",),
        "Main room",
        ("p1", "p2"),
    ),
    Group(
        "sg-onward",
        "southgate",
        "Moving onward",
        "Outpatient group",
        (5,),
        time(9),
        90,
        ("feld",),
        "Main room",
        ("p3", "p4", "p5"),
    ),
    Group(
        "sg-class",
        "southgate",
        "Thinking and choices",
        "Education class",
        (TUESDAY,),
        time(18),
        120,
        ("feld",),
        "Main room",
        ("d1", "d2", "d3"),
    ),
)
BY_KEY = {group.key: group for group in GROUPS}

EXCUSES = (
    "Sick, called the morning of",
    "Doctor's appointment, slip shown",
    "Child home from school with a fever",
    "Bus line not running",
    "Called in to work, shift list shown",
    "Court date in another county",
    "Funeral in the family",
)


def start_groups(calendar: Calendar) -> Iterator[GroupStarted]:
    for place, group in enumerate(GROUPS):
        yield GroupStarted(
            at=moment(calendar.starts_on, time(9, 30 + place)),
            by={"riverbend": "osei", "southgate": "halvorsen"}[group.clinic],
            clinic=group.clinic,
            group=group.key,
            name=group.name,
            service=group.service,
            weekdays=group.weekdays,
            meets_at=group.meets_at,
            minutes=group.minutes,
            leaders=group.leaders,
            room=group.room,
            planned_to=calendar.today + weeks(2),
        )


def wanted_group(life: Life, sizes: dict[str, int]) -> str:
    """The group for this clinic and phase; the morning group is filled first."""
    if life.ended or life.admitted_on is None or life.place is not Place.HOME:
        return ""
    if life.group in BY_KEY and life.phase in BY_KEY[life.group].phases:
        return "" if life.group == "sg-class" and life.meetings >= CLASS_SESSIONS else life.group
    if life.phase.startswith("d") and life.meetings >= CLASS_SESSIONS:
        return ""
    for group in GROUPS:
        if group.clinic == life.person.clinic and life.phase in group.phases and sizes[group.key] < FULL:
            return group.key
    return ""


def arrange(lives: Iterable[Life], day: date) -> Iterator[Happening]:
    """Who leaves a group at the end of this day and who belongs to one from tomorrow on."""
    everybody = list(lives)
    sizes = {group.key: sum(life.group == group.key for life in everybody) for group in GROUPS}
    for life in everybody:
        wanted = wanted_group(life, sizes)
        if wanted != life.group:
            yield from change_group(life, wanted, day, sizes)
    evening = [life for life in everybody if life.group == "rb-evening" and life.group_on != day]
    for life in evening[: FULL - sizes["rb-morning"]]:
        yield from change_group(life, "rb-morning", day, sizes)


def change_group(life: Life, wanted: str, day: date, sizes: dict[str, int]) -> Iterator[Happening]:
    at = moment(day, time(19, 0))
    if life.group:
        sizes[life.group] -= 1
        if not life.ended:
            yield GroupLeft(at=at, by=life.clinician, person=life.key, group=life.group, ends_on=day)
    life.group, life.group_on = wanted, day
    if wanted:
        sizes[wanted] += 1
        yield GroupJoined(at=at, by=life.clinician, person=life.key, group=wanted, starts_on=day + timedelta(days=1))


def meet(lives: list[Life], day: date, calendar: Calendar) -> Iterator[Happening]:
    """The rosters of one day, each marked by its leader when the group has ended."""
    for group in GROUPS:
        members = [life for life in lives if life.group == group.key and not life.ended]
        if day.weekday() not in group.weekdays or not members:
            continue
        leader = group.leaders[0]
        if day in calendar.closed_on:
            yield SessionCancelled(at=moment(day, time(8)), by=leader, group=group.key, on=day)
            continue
        if waits(group, day, calendar):
            continue
        marks = tuple(mark(life, group, day) for life in members)
        yield RosterMarked(
            at=group.ends_at(day) + timedelta(minutes=12), by=leader, group=group.key, on=day, marks=marks
        )


def waits(group: Group, day: date, calendar: Calendar) -> bool:
    """Rosters that nobody has marked yet: Tuesday's, and yesterday evening's of the same clinic."""
    if group.key == "rb-morning" and day == calendar.to_mark_on:
        return True
    return group.clinic == "riverbend" and day == calendar.ends_on and group.meets_at >= time(17)


def mark(life: Life, group: Group, day: date) -> Mark:
    """One person's mark, and the question that an unexcused one raises."""
    kind, minutes, reason = how(life, group, day)
    life.meetings += kind not in (AttendanceMark.UNEXCUSED, AttendanceMark.EXCUSED)
    life.marks.append((day, kind))
    if kind is AttendanceMark.UNEXCUSED:
        life.open.append(Open(day, "B2", group.clinic))
    return Mark(life.key, kind, minutes, reason)


def how(life: Life, group: Group, day: date) -> tuple[AttendanceMark, int | None, str]:
    if day in life.forced:
        return life.forced[day], None, ""
    hard = life.strained(day)
    steps = (
        (AttendanceMark.UNEXCUSED, 0.42 if hard else 0.018),
        (AttendanceMark.EXCUSED, 0.08 if hard else 0.045),
        (AttendanceMark.LATE, 0.12 if hard else 0.04),
        (AttendanceMark.LEFT_EARLY, 0.05 if hard else 0.01),
        (AttendanceMark.TELEHEALTH, 0.3 if life.person.story == "by_video" else 0.04),
    )
    throw = life.rng.random()
    for kind, share in steps:
        if throw < share:
            return with_more(life, group, kind)
        throw -= share
    return AttendanceMark.PRESENT, None, ""


def with_more(life: Life, group: Group, kind: AttendanceMark) -> tuple[AttendanceMark, int | None, str]:
    if kind is AttendanceMark.EXCUSED:
        return kind, 0, life.pick(EXCUSES)
    if kind is AttendanceMark.LATE:
        return kind, group.minutes - life.rng.choice((5, 10, 15, 20, 30)), ""
    if kind is AttendanceMark.LEFT_EARLY:
        return kind, group.minutes - life.rng.choice((20, 30, 45)), "Felt unwell"
    return kind, None, ""


def correct(life: Life, day: date) -> Iterator[Happening]:
    """Now and then an absence turns out to be excused two days later; the question falls away."""
    for asked in list(life.open):
        if asked.origin not in ("riverbend", "southgate") or (day - asked.on).days != 2 or not life.group:
            continue
        group = BY_KEY[life.group]
        if asked.on.weekday() not in group.weekdays or not life.chance(0.08):
            continue
        life.open.remove(asked)
        life.marks = [(on, AttendanceMark.EXCUSED if on == asked.on else kind) for on, kind in life.marks]
        yield MarkCorrected(
            at=moment(day, time(11, 40)),
            by=group.leaders[0],
            person=life.key,
            group=group.key,
            on=asked.on,
            mark=AttendanceMark.EXCUSED,
            reason=life.pick(EXCUSES),
        )
