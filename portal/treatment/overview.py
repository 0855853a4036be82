"""Treatment in the last 30 days, by agency, for any reader whom the gate lets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import g
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.consent.reading import ConsentNote, notes_for
from portal.gate.vocabulary import Category
from portal.participants.people.panels import Panel, Visit
from portal.treatment import facts
from portal.treatment.sessions.absences import Absences, Decided, absences, decided_about
from portal.treatment.sessions.attendance import Tally
from portal.web.dates import day, span, time_of
from portal.web.strip import SessionMark, absence_word

DAYS = 30


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service's counts, and the days missed in words. `undecided`: absences about which nobody has decided yet."""

    service: str
    scheduled: int
    attended: int
    excused: int
    unexcused: int
    undecided: int
    missed: str


@dataclass(frozen=True, slots=True)
class AgencyTreatment:
    """What one agency's records tell this reader: empty words where nothing is told."""

    name: str
    note: ConsentNote | None
    part2: bool
    services: list[ServiceLine]
    figures: list[tuple[str, str, str]]

    @property
    def undecided(self) -> bool:
        return any(line.undecided for line in self.services)


def panel(visit: Visit) -> Panel | None:
    """Attendance by service, level of care and next session, one part an agency; None when nothing is told."""
    session, person = visit.session, visit.participant.id
    from_on = g.today - timedelta(days=DAYS - 1)
    sessions = facts.attendance_of(session, [person], from_on, g.today).get(person, [])
    levels = facts.levels_of_care(session, [person]).get(person, [])
    planned = facts.next_sessions(session, [person], visit.at).get(person, [])
    stays = facts.admissions_of(session, [person]).get(person, [])
    treating = {stay.source.origin_id for stay in stays if stay.discharged_on is None}
    origins = {fact.source.origin_id for fact in sessions} | {fact.source.origin_id for fact in planned}
    origins |= {fact.source.origin_id for fact in levels if fact.source.origin_id in treating}
    if not origins:
        return None
    names = agencies(session, origins)
    decided = decided_about(session, person)
    notes = {note.holder_id: note for note in notes_for(session, person, origins, Category.ATTENDANCE)}
    parts = []
    for origin in sorted(origins, key=lambda one: names[one].name):
        own = [fact for fact in sessions if fact.source.origin_id == origin]
        held = [fact for fact in levels if fact.source.origin_id == origin and origin in treating]
        after = [fact for fact in planned if fact.source.origin_id == origin]
        summary = facts.summary_of(own, from_on, g.today)
        parts.append(
            AgencyTreatment(
                name=names[origin].name,
                note=notes.get(origin),
                part2=names[origin].part2_program,
                services=[service_line(tally, decided) for tally in summary.services],
                figures=figures(held[-1:], after[:1], visit.principal.zone),
            )
        )
    return Panel(
        "treatment/overview.html",
        {"parts": parts, "period": span(from_on, g.today, g.today), "person": visit.participant},
    )


def agencies(session: Session, ids: set[UUID]) -> dict[UUID, Agency]:
    return {one.id: one for one in session.scalars(select(Agency).where(Agency.id.in_(ids)))}


def service_line(tally: Tally, decided: Decided) -> ServiceLine:
    found = absences(tally, decided)
    return ServiceLine(
        service=tally.service,
        scheduled=tally.scheduled,
        attended=tally.attended + tally.left_early,
        excused=found.count(SessionMark.EXCUSED),
        unexcused=found.count(SessionMark.UNEXCUSED),
        undecided=found.count(SessionMark.QUESTION),
        missed=missed_days(found),
    )


def missed_days(found: Absences) -> str:
    """ "Tue Nov 10 (not yet decided), Thu Nov 12 (excused)"."""
    words = [
        gettext("%(day)s (%(stands)s)", day=day(one.on, g.today), stands=absence_word(one.stands)) for one in found.days
    ]
    return ", ".join(words)


def figures(levels: list[facts.LevelFact], planned: list[facts.PlannedFact], zone: str) -> list[tuple[str, str, str]]:
    """Level of care and next session for the component `big_figures`."""
    shown = []
    for level in levels:
        number, _space, words = level.level.label.partition(" ")
        shown.append((gettext("Level of care"), number, words))
    for one in planned:
        small = gettext("%(service)s, %(time)s", service=one.service, time=time_of(one.starts_at, zone))
        shown.append((gettext("Next session"), day(one.on, g.today), small))
    return shown
