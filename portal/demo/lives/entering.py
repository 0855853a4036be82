"""How a person comes in: enrolled by the program, admitted by a clinic, with the consents that were signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

from portal.demo.calendar import Calendar, at_desk, moment, weeks
from portal.demo.cast import COURT_TEAM
from portal.demo.happenings import Admitted, Consented, Entered, Happening, Moved, Obliged, TookBack
from portal.demo.lives.life import Life, Owed, phases_before
from portal.participants.enrollments.vocabulary import LegalTrack, Place
from portal.participants.programs.vocabulary import ObligationKind, Unit

SHARED = ("enrollment", "attendance", "drug_test", "progress_summary", "level_of_care", "medication_compliance")
CLINICIANS = {"riverbend": ("abara", "greer", "abara", "lam"), "southgate": ("stroud", "feld")}
FOR_COURT = ("court", "prosecution", "probation")
FOR_OTHERS = ("bridgeway", "defense")
CJ = ("cj_monitoring",)
CARE = ("case_management", "defense_representation")
COURT_TRACKS = (LegalTrack.POST_PLEA, LegalTrack.POST_PLEA, LegalTrack.DEFERRED, LegalTrack.PROBATION)


def enter(life: Life, calendar: Calendar, number: int) -> Iterator[Happening]:
    """The first day: registered, enrolled, with the people who work with this person."""
    person, day = life.person, life.enters_on
    life.entered = True
    if person.clinic:
        life.clinician = CLINICIANS[person.clinic][number % len(CLINICIANS[person.clinic])]
    mates = tuple(one for one in (person.officer, person.manager, life.clinician) if one)
    minute = number % 12 * 5
    yield Entered(
        at=moment(day, time(9 + number % 2, minute)),
        by="quiroz" if person.in_court else "novak",
        person=life.key,
        started_on=life.starts_on,
        track=track_of(life),
        case_number=f"CR-{life.starts_on.year}-{2100 + number * 37}" if has_case(life) else "",
        phases=phases_before(life),
        team=(*COURT_TEAM, *mates) if person.in_court else ("novak", *mates),
    )
    if person.in_court:
        yield Moved(at=moment(day, time(9 + number % 2, minute)), by="quiroz", person=life.key, place=Place.HOME)
    else:
        yield from agreement(life, day)


def track_of(life: Life) -> LegalTrack:
    if life.person.in_court:
        return COURT_TRACKS[life.rng.randrange(len(COURT_TRACKS))]
    return LegalTrack.PRE_CHARGE if life.person.story == "pre_charge" else LegalTrack.DEFERRED


def has_case(life: Life) -> bool:
    return life.person.in_court or life.person.story != "pre_charge"


def agreement(life: Life, day: date) -> Iterator[Happening]:
    """What a diversion agreement asks: hours of service, and restitution."""
    asked = (
        ("service", ObligationKind.COMMUNITY_SERVICE, "Community service, 16 hours", 16, Unit.HOURS, 4),
        ("restitution", ObligationKind.RESTITUTION, "Restitution, $240", 240, Unit.DOLLARS, 60),
    )
    for name, kind, label, target, unit, step in asked:
        due_on = day + weeks(16)
        yield Obliged(
            at=moment(day, time(11)),
            by="novak",
            person=life.key,
            obligation=name,
            kind=kind,
            label=label,
            target=Decimal(target),
            unit=unit,
            due_on=due_on,
        )
        words = "Signed sheet seen" if kind is ObligationKind.COMMUNITY_SERVICE else "Receipt seen"
        life.owed.append(Owed(name, target, step, due_on, day + timedelta(days=life.rng.randint(10, 24)), words))


def settle_in(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """The days after: the papers are signed, then the clinic admits."""
    if not life.person.clinic or life.admitted_on is not None or not life.entered or life.ended:
        return
    since = (day - life.enters_on).days
    if since < 1 or calendar.open_from(day) != day:
        return
    life.admitted_on = day
    clinic = life.person.clinic
    yield Admitted(
        at=moment(day, time(13)),
        by=life.clinician,
        person=life.key,
        clinic=clinic,
        level=level_for(life),
    )
    yield from papers(life, day, calendar)


def level_for(life: Life) -> str:
    if not life.person.in_court:
        return "0.5"
    return "2.1" if life.phase in ("p1", "p2") else "1"


def papers(life: Life, day: date, calendar: Calendar) -> Iterator[Consented]:
    """The consents that most sign: one for the court as long as the case, one for those who help."""
    story = life.person.story
    if story == "no_consent":
        return
    if not life.person.in_court:
        yield consent(life, day, "diversion", False, ("diversion",), day + weeks(40))
        return
    court_end = day + weeks(60)
    if story == "lapses":
        court_end = max(calendar.today, calendar.next_docket_on - timedelta(days=1))
    elif story == "ends_soon":
        court_end = calendar.next_docket_on + timedelta(days=9)
    elif story == "renewed":
        court_end = calendar.today - weeks(11)
    yield consent(life, day, "court", True, FOR_COURT, max(court_end, day + weeks(1)))
    yield consent(life, day, "others", False, FOR_OTHERS, day + weeks(52))


def consent(life: Life, day: date, paper: str, cj: bool, recipients: tuple[str, ...], ends_on: date) -> Consented:
    for one in recipients:
        life.told[one] = (day, ends_on)
    return Consented(
        at=at_desk(day, "quiroz") if cj else moment(day, time(13)),
        by="quiroz" if cj else life.clinician,
        person=life.key,
        paper=paper,
        criminal_justice=cj,
        clinic=life.person.clinic,
        recipients=recipients,
        categories=SHARED,
        purposes=CJ if cj else CARE,
        ends_on=ends_on,
    )


def later_papers(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """A consent taken back, and one renewed after it had ended."""
    if life.person.story == "revoked" and day == calendar.open_from(calendar.today - weeks(3)):
        for one in FOR_OTHERS:
            life.told[one] = (life.told[one][0], day - timedelta(days=1))
        yield TookBack(at=moment(day, time(11, 20)), by=life.clinician, person=life.key, paper="others")
    if life.person.story == "renewed" and day == calendar.open_from(calendar.today - weeks(10)):
        yield consent(life, day, "court again", True, FOR_COURT, day + weeks(52))
