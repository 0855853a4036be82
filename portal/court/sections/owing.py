"""Which sections a writer owes: for which hearings of the coming weeks, in the order of dockets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.casework.report_sections.models import CaseworkDraft
from portal.compliance.report_sections.models import SupervisionDraft
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.vocabulary import DocketState, HearingState
from portal.court.sections.queries import on_team, sections_of, submitted_for
from portal.gate.reader import reader_of
from portal.participants.enrollments import queries as enrollments
from portal.participants.people.models import Participant
from portal.participants.programs.definition import ReportSection
from portal.treatment.report_sections.models import SectionDraft

AHEAD = timedelta(days=21)
DRAFTS: dict[str, Any] = {"treatment": SectionDraft, "case_management": CaseworkDraft, "supervision": SupervisionDraft}


@dataclass(frozen=True, slots=True)
class Owing:
    """One section for one hearing. `submitted`: the writer's own agency has submitted it; `drafted`: has a draft."""

    hearing: Hearing
    participant: Participant
    section: ReportSection
    submitted: bool
    drafted: bool


def owing(session: Session, writer: Principal, today: date) -> list[Owing]:
    """Everything that the writer's role writes for people on whose team his or her agency is, done or not."""
    wanted = (
        select(Hearing, Participant)
        .join(Docket, Docket.id == Hearing.docket_id)
        .join(Participant, Participant.id == Hearing.participant_id)
        .where(
            Hearing.state == HearingState.SCHEDULED,
            Docket.state != DocketState.CLOSED,
            Docket.held_on.between(today, today + AHEAD),
        )
        .order_by(Hearing.starts_at, Hearing.id)
    )
    rows = session.execute(wanted).all()
    people = [person.id for _, person in rows]
    teams = enrollments.members_of(session, people)
    known = enrollments.current_of(session, people)
    submitted = submitted_for(session, [hearing.id for hearing, _ in rows])
    drafted = drafts_of(session, writer, [hearing for hearing, _ in rows])
    at = reader_of(session).at
    found = []
    for hearing, person in rows:
        enrollment = known.get(person.id)
        for section in sections_of(enrollment) if enrollment else ():
            members = on_team(teams.get(person.id, []), section, at)
            if writer.role not in section.roles or all(one.agency_id != writer.agency_id for one in members):
                continue
            given = {(one.key, one.origin_id) for one in submitted.get(hearing.id, ())}
            found.append(
                Owing(
                    hearing,
                    person,
                    section,
                    submitted=(section.key, writer.agency_id) in given,
                    drafted=(section.key, hearing.id) in drafted,
                )
            )
    return found


def drafts_of(session: Session, writer: Principal, hearings: list[Hearing]) -> set[tuple[str, object]]:
    """Which sections the writer's agency has begun."""
    ids = [one.id for one in hearings]
    found: set[tuple[str, object]] = set()
    for key, table in DRAFTS.items():
        wanted = select(table).where(table.hearing_id.in_(ids), table.origin_id == writer.agency_id)
        found |= {(key, row.hearing_id) for row in session.scalars(wanted)}
    return found
