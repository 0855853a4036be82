"""An example of each rare paper: what a privacy officer's desk holds, two emergencies, an order, forms that wait.

All of it is about people of whom no story is told, so that the stories go on as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.consent.breaches.vocabulary import BreachKind
from portal.consent.complaints.vocabulary import ComplaintAbout, MadeBy
from portal.consent.demands.vocabulary import DemandKind
from portal.consent.emergencies.vocabulary import Finding
from portal.consent.registers.vocabulary import Step
from portal.demo.calendar import Calendar, moment, weeks
from portal.demo.happenings import Happening
from portal.demo.privacy_happenings import (
    AccountingSuspended,
    Complained,
    CorrectionAsked,
    CourtOrdered,
    DemandCame,
    EmergencyDocumented,
    EmergencyJudged,
    EmergencyOver,
    FormLeft,
    PacketLeft,
    ServiceAgreed,
    StepTaken,
    ToldLess,
    WentWrong,
)

OFFICER, NURSE, COORDINATOR = "winters", "stroud", "quiroz"


def happen(day: date, calendar: Calendar) -> Iterator[Happening]:
    """What this day brings, if any of it."""
    ago = {calendar.open_from(calendar.today - weeks(number)): number for number in (5, 4, 3, 2)}
    match ago.get(day):
        case 5:
            yield from agreed(day)
        case 4:
            yield from asked(day)
        case 3:
            yield from decided(day)
        case 2:
            yield from answered(day)
    if day == calendar.ends_on:
        yield from left_open(day, calendar)


def agreed(day: date) -> Iterator[Happening]:
    yield ServiceAgreed(at=moment(day, time(9, 10)), by=OFFICER, agency="southgate", category="drug_test")
    yield ToldLess(at=moment(day, time(9, 30)), by=OFFICER, person="brittany", agency="bridgeway", category="drug_test")
    yield DemandCame(
        at=moment(day, time(9, 50)),
        by=OFFICER,
        person="tyler",
        matter="subpoena",
        kind=DemandKind.SUBPOENA,
        issuer="Harlan and Boyd, Attorneys",
        number="CV-2026-771",
        answer_on=day + timedelta(days=21),
        words="All records of the last two years, for a lawsuit about a car accident.",
    )


def asked(day: date) -> Iterator[Happening]:
    yield StepTaken(
        at=moment(day, time(9)),
        by=OFFICER,
        matter="subpoena",
        step=Step.COUNSEL_ASKED,
        words="No court order came with it. Our lawyer says: answer without a word about anybody.",
    )
    yield CorrectionAsked(
        at=moment(day, time(9, 20)),
        by=OFFICER,
        person="harpreet",
        matter="correction",
        record="Attendance in the second week of the month",
        words="Says the session that is marked missed was made up the next day, in the evening group.",
    )
    yield WentWrong(
        at=moment(day, time(9, 40)),
        by=OFFICER,
        person="isabel",
        matter="fax",
        kind=BreachKind.WRONG_RECIPIENT,
        recipient="A dentist’s office",
        words="A note about an appointment was faxed to a number with two digits the wrong way round.",
    )
    yield StepTaken(
        at=moment(day, time(10)),
        by=OFFICER,
        matter="fax",
        step=Step.CONTAINED,
        words="The office was called the same hour, and has shredded the page.",
    )
    yield EmergencyDocumented(
        at=moment(day, time(21, 15)),
        by=NURSE,
        person="kwame",
        told="Dr. Rosa Whitfield",
        facility="Marlow General Hospital",
        nature="Found unconscious at home; the emergency room asks which medicine he takes.",
        hours=4,
    )
    yield EmergencyOver(at=moment(day, time(22, 40)), by=NURSE)


def decided(day: date) -> Iterator[Happening]:
    yield EmergencyJudged(
        at=moment(day, time(9)),
        by=OFFICER,
        person="kwame",
        finding=Finding.JUSTIFIED,
        words="Spoke with the nurse and the hospital. Only the medicine was told.",
    )
    yield StepTaken(
        at=moment(day, time(9, 20)),
        by=OFFICER,
        matter="subpoena",
        step=Step.NEUTRAL,
        words="Sent by mail with the letter that says neither yes nor no.",
    )
    yield StepTaken(
        at=moment(day, time(9, 30)),
        by=OFFICER,
        matter="fax",
        step=Step.LOW_RISK,
        words="One page, no diagnosis, destroyed within the hour by an office bound to secrecy itself.",
    )
    yield CourtOrdered(
        at=moment(day, time(10)),
        by=OFFICER,
        person="hoa",
        court="Marlow County Family Court",
        number="FC-2026-118",
        issued_on=day - timedelta(days=3),
        agency="defense",
        categories=("enrollment", "attendance"),
        ends_on=day + weeks(12),
    )


def answered(day: date) -> Iterator[Happening]:
    yield AccountingSuspended(
        at=moment(day, time(9, 15)),
        by=OFFICER,
        person="leilani",
        agency="prosecution",
        official="Alan Pruitt, assistant prosecutor",
        through_on=day + weeks(12),
        words="Telling her now would hinder an investigation of somebody else.",
    )
    yield Complained(
        at=moment(day, time(9, 40)),
        by=OFFICER,
        person="hoa",
        matter="complaint",
        about=ComplaintAbout.TOLD,
        made_by=MadeBy.PARTICIPANT,
        words="Heard in the waiting room that another group knew of her court date.",
    )
    yield StepTaken(
        at=moment(day, time(15)),
        by=OFFICER,
        matter="complaint",
        step=Step.NOTED,
        words="Asked the front desk; the list of the day lay open. It is kept in a drawer from now on.",
    )


def left_open(day: date, calendar: Calendar) -> Iterator[Happening]:
    """What waits for somebody today."""
    yield DemandCame(
        at=moment(day, time(11)),
        by=OFFICER,
        person="destiny",
        matter="letter",
        kind=DemandKind.REQUEST,
        issuer="Plains Mutual Insurance",
        number="",
        answer_on=day + timedelta(days=14),
        words="Wants to know whether she was in treatment in the spring. No consent is enclosed.",
    )
    yield FormLeft(
        at=moment(day, time(16)),
        by=COORDINATOR,
        person="jordan",
        clinic="southgate",
        ends_on=calendar.today + weeks(52),
    )
    yield PacketLeft(at=moment(day, time(16, 20)), by=COORDINATOR, person="andre", clinic="riverbend")
    yield EmergencyDocumented(
        at=moment(day, time(19, 30)),
        by=NURSE,
        person="faduma",
        told="Dr. Rosa Whitfield",
        facility="Marlow General Hospital",
        nature="Severe allergic reaction; she can’t speak, and the doctor asks which medicine she takes.",
        hours=2,
    )
