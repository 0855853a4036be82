"""Sessions with one person, contacts of officers and case managers, what helps and what is proved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

from portal.demo.calendar import Calendar, at_desk, moment
from portal.demo.court_happenings import ResponseDone
from portal.demo.happenings import Attested, Happening, IndividualHeld, Proved, Supervised, Visited
from portal.demo.lives.life import Life, Open, Owed
from portal.participants.enrollments.vocabulary import Place
from portal.participants.programs.vocabulary import AttendanceMark, Measure

ALONE_EVERY = {"p1": 14, "p2": 21, "p3": 35, "p4": 42, "p5": 56}
HOME_VISIT_DAYS = 30
SATURDAY = 5
REACHED = (Place.HOME, Place.RESIDENTIAL, Place.CUSTODY)
ALONE_SERVICE = {"riverbend": "Individual session", "southgate": "Individual counseling"}
OFFICER_NOTES = (
    "Home in order; talked about work and the next hearing.",
    "Conditions gone through again; no new police contact.",
    "Pay slip seen. Rides with a neighbor since the bus line changed.",
    "Talked about curfew and the weekend.",
    "",
    "",
)
MANAGER_NOTES = (
    "Filled in the housing form together; next step is the interview.",
    "Called the clinic about the earlier appointment.",
    "Talked about money for the month and what is owed.",
    "Bus pass handed over; trip to the meeting planned.",
    "ID arrived; copy kept.",
    "",
    "",
)


def alone(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """A session with the own clinician, on a weekday, every few weeks."""
    every = ALONE_EVERY.get(life.phase)
    if every is None or not life.here or life.admitted_on is None or day <= life.admitted_on:
        return
    if life.alone_on is None:
        life.alone_on = day + timedelta(days=life.rng.randint(1, every))
    if day < life.alone_on or calendar.open_from(day) != day:
        return
    life.alone_on = day + timedelta(days=every + life.rng.randint(-2, 2))
    starts_at = moment(day, time(12 + life.rng.randrange(4), life.rng.choice((0, 30))))
    kind, reason = alone_mark(life, day)
    life.marks.append((day, kind))
    if kind is AttendanceMark.UNEXCUSED:
        life.open.append(Open(day, "B2", life.person.clinic))
    yield IndividualHeld(
        at=at_desk(day, life.clinician),
        by=life.clinician,
        person=life.key,
        clinic=life.person.clinic,
        service=ALONE_SERVICE[life.person.clinic],
        starts_at=starts_at,
        mark=kind,
        reason=reason,
    )


def alone_mark(life: Life, day: date) -> tuple[AttendanceMark, str]:
    if life.chance(0.3 if life.strained(day) else 0.03):
        return AttendanceMark.UNEXCUSED, ""
    if life.chance(0.05):
        return AttendanceMark.EXCUSED, "Called ahead, new time found"
    return AttendanceMark.PRESENT, ""


def due(life: Life, what: str, day: date, every: int, calendar: Calendar) -> bool:
    """Whether a contact falls on this day; the first comes within the first days, the others near their interval."""
    wanted = life.due_on.get(what)
    if wanted is None:
        life.due_on[what] = day + timedelta(days=life.rng.randint(1, every))
        return False
    if day < wanted or calendar.open_from(day) != day:
        return False
    life.seen_on[what] = day
    after = day + timedelta(days=every + life.rng.choice((-2, -1, 0, 0, 0)))
    life.due_on[what] = after - timedelta(days=1) if after.weekday() == SATURDAY else after
    return True


def officer(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """Contacts with the supervision officer: in the office, at home once a month, missed more often in hard weeks."""
    every = life.rule.contact_every_days or 30
    if life.place not in REACHED or not life.person.officer or not due(life, "officer", day, every, calendar):
        return
    mode = officer_mode(life, day)
    result = "kept"
    if life.chance(0.28 if life.strained(day) else 0.03):
        result = "attempt" if mode in ("home", "field", "phone") else "missed"
        life.due_on["officer"] = day + timedelta(days=3)
    kept = result == "kept"
    yield Supervised(
        at=at_desk(day, life.person.officer),
        by=life.person.officer,
        person=life.key,
        mode=mode,
        result=result,
        minutes=life.rng.choice((15, 20, 25, 30)) if kept else None,
        words=life.pick(OFFICER_NOTES) if kept else "",
    )


def officer_mode(life: Life, day: date) -> str:
    if life.place is not Place.HOME:
        return "phone" if life.place is Place.RESIDENTIAL else "field"
    if "home" not in life.seen_on or (day - life.seen_on["home"]).days >= HOME_VISIT_DAYS:
        life.seen_on["home"] = day
        return "home"
    return life.pick(("office", "office", "office", "phone", "field", "video"))


def manager(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """Contacts with the case manager; in diversion with the coordinator."""
    by = life.person.manager or "novak"
    every = life.rule.contact_every_days or 30
    if life.place not in REACHED:
        return
    if not due(life, "manager", day, every, calendar):
        return
    outcome = "attempt" if life.chance(0.2 if life.strained(day) else 0.05) else "kept"
    kept = outcome == "kept"
    yield Visited(
        at=at_desk(day, by),
        by=by,
        person=life.key,
        mode=life.pick(("in_person", "in_person", "phone", "home", "video")) if life.here else "phone",
        outcome=outcome,
        minutes=life.rng.choice((20, 30, 40, 45)) if kept else None,
        words=life.pick(MANAGER_NOTES) if kept else "",
    )


def prove(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """Steps on obligations, each proved on paper; a hard week moves the next one back."""
    for owed in list(life.owed):
        if day < owed.next_on or not life.here or calendar.open_from(day) != day:
            continue
        owed.next_on = day + timedelta(days=life.rng.randint(4, 9))
        if life.strained(day) and life.chance(0.6):
            continue
        amount = min(owed.step, owed.left)
        owed.left -= amount
        yield proof(life, owed, day, amount)
        if owed.left == 0:
            life.owed.remove(owed)
            if owed.response is not None:
                yield ResponseDone(
                    at=at_desk(day, "quiroz") + timedelta(hours=1),
                    by="quiroz",
                    person=life.key,
                    ordered_on=owed.response[0],
                    option=owed.response[1],
                )


def proof(life: Life, owed: Owed, day: date, amount: int) -> Proved:
    return Proved(
        at=at_desk(day, life.person.manager or "novak"),
        by=life.person.manager or "novak",
        person=life.key,
        obligation=owed.name,
        amount=Decimal(amount),
        words=owed.words,
        seen=True,
    )


WORDS_BY_KIND = {"document": "Seen, copy kept", "attestation": "Confirmed in person", "count": "Met in person"}


def attest(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """Milestones that a person confirms, one after the other through the phase."""
    if not life.here or calendar.open_from(day) != day or day.weekday() not in (1, 3):
        return
    wanted = [
        one
        for one in life.rules.milestones_of(life.phase)
        if one.measure is Measure.RECORDED and one.key not in life.attested and not one.only_when_ordered
    ]
    days = (day - max(life.phase_on, life.enters_on)).days
    for place, milestone in enumerate(wanted[:1]):
        by = who_attests(life, milestone.attested_by)
        if by is None or days < 8 + place or not life.chance(0.6):
            continue
        life.attested.add(milestone.key)
        yield Attested(
            at=at_desk(day, by),
            by=by,
            person=life.key,
            milestone=milestone.key,
            words=WORDS_BY_KIND.get(str(milestone.kind), "Seen"),
            amount=int(milestone.target or 1),
        )


def who_attests(life: Life, roles: frozenset[str] | tuple[str, ...]) -> str | None:
    """The one on the team whose role the rules name."""
    mates = {
        "case_manager": life.person.manager,
        "probation_officer": life.person.officer,
        "clinician": life.clinician if life.admitted_on else "",
        "court_coordinator": "quiroz" if life.person.in_court else "",
        "diversion_coordinator": "" if life.person.in_court else "novak",
    }
    return next((mates[role] for role in mates if role in roles and mates[role]), None)
