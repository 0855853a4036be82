"""What the clinic's own records fill into a section before anybody types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.treatment.admissions import queries as admissions
from portal.treatment.admissions.models import LevelOfCare
from portal.treatment.admissions.vocabulary import LEVELS, Edition, Level
from portal.treatment.report_sections import queries
from portal.treatment.report_sections.vocabulary import LevelAdvice
from portal.treatment.sessions import queries as sessions
from portal.treatment.sessions.attendance import AttendanceSummary, MarkFact, summarize
from portal.treatment.sessions.vocabulary import AttendanceMark
from portal.web.dates import day, local_day, time_of

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Facts for a period and suggestions for fields: attendance by service, the present level, the goals last time."""

    attendance: AttendanceSummary
    level: LevelOfCare | None
    goals_met: int | None
    goals_total: int | None
    next_sessions: str


def prefill(
    session: Session, agency_id: UUID, participant_id: UUID, period_from: date, period_to: date, zone: str
) -> Prefilled:
    """What an agency knows itself about a participant in a period; other agencies' facts are not taken in."""
    rows = sessions.attendance(session, [participant_id], period_from, period_to)
    marks = [
        MarkFact(
            session_key=str(row.session_id),
            service=row.service,
            on=row.service_on,
            mark=AttendanceMark(row.mark),
            known_at=row.created_at,
            minutes=row.minutes,
            scheduled_minutes=meeting.minutes,
            makeup_of=str(row.makeup_of_id) if row.makeup_of_id else None,
        )
        for row, meeting in rows
        if row.origin_id == agency_id
    ]
    last = queries.last_progress(session, participant_id, agency_id)
    return Prefilled(
        attendance=summarize(marks, period_from, period_to),
        level=present_level(session, participant_id, agency_id),
        goals_met=last.goals_met if last else None,
        goals_total=last.goals_total if last else None,
        next_sessions=next_words(session, agency_id, participant_id, clock.now(), zone),
    )


def present_level(session: Session, participant_id: UUID, agency_id: UUID) -> LevelOfCare | None:
    """The level that holds at an agency, None when nobody recorded one or the admission has ended."""
    admission = admissions.open_admission(session, participant_id, agency_id)
    levels = admissions.levels_of(session, [participant_id]).get(participant_id, [])
    held = [level for level in levels if admission is not None and level.admission_id == admission.id]
    return held[-1] if held else None


def advised_level(present: LevelOfCare | None, advice: LevelAdvice) -> str:
    """The level that an advice comes to: the same, or the next one of its edition; "" when there is none."""
    if present is None:
        return ""
    levels = LEVELS[Edition(present.edition)]
    step = {LevelAdvice.KEEP: 0, LevelAdvice.STEP_DOWN: -1, LevelAdvice.STEP_UP: 1}[advice]
    place = levels.index(Level(present.level)) + step
    return str(levels[place]) if 0 <= place < len(levels) else ""


def next_words(session: Session, agency_id: UUID, participant_id: UUID, at: datetime, zone: str) -> str:
    """ "Thu Nov 19, 3:00 PM; Mon Nov 23, 6:00 PM": the next four sessions planned at an agency."""
    until = date.max
    planned = [
        meeting
        for place, meeting in sessions.planned(session, [participant_id], at, until)
        if place.origin_id == agency_id
    ]
    today = local_day(at, zone)
    words = [
        _("%(day)s, %(time)s", day=day(one.meets_on, today), time=time_of(one.starts_at, zone))
        for one in planned[:SHOWN]
    ]
    return "; ".join(words)
