"""Of what the court tells: a section that is owed, papers that end before the next hearing, a packet that is ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.recipients import acting
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.consent.readers import reader_for
from portal.court.dockets import gathering, queries
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.vocabulary import DocketState, HearingState
from portal.court.reports.models import ReportDocument
from portal.court.sections.owing import Owing, owing
from portal.court.sections.queries import on_team
from portal.db import patiently, write_intent
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import TeamMember
from portal.participants.people.models import Participant

OpenSession = Callable[[], Session]
Looking = Callable[[Session, Principal, datetime], list[Tell]]

SECTION_OWED = "section_owed"
PAPERS_END = "papers_end"
PACKET_READY = "packet_ready"
AHEAD = timedelta(days=3)
"""So many days before a docket those who owe a section are told."""
NEXT_DOCKETS = timedelta(days=8)
"""So many days before a docket its coordinator is told of papers that end."""
COORDINATORS = (RoleName.COURT_COORDINATOR,)


def section_opens(principal: Principal) -> ColumnElement[bool]:
    """The page of a section opens to the agencies on the person's team, for a hearing that is still to come."""
    return exists(
        select(Hearing.id)
        .join(Participant, Participant.id == Hearing.participant_id)
        .join(TeamMember, TeamMember.participant_id == Hearing.participant_id)
        .where(
            Hearing.id == Notice.subject_id,
            Hearing.state == HearingState.SCHEDULED,
            TeamMember.agency_id == principal.agency_id,
        )
    )


def docket_opens(principal: Principal) -> ColumnElement[bool]:
    return exists(select(Docket.id).where(Docket.id == Notice.subject_id, queries.within_reach(principal)))


def packet_opens(_principal: Principal) -> ColumnElement[bool]:
    """A packet opens to whoever may open a report in it."""
    return exists(select(ReportDocument.id).where(ReportDocument.docket_id == Notice.subject_id))


def section_values(notice: Notice) -> dict[str, Any]:
    return {"hearing_id": notice.subject_id, "key": notice.detail}


def docket_value(notice: Notice) -> dict[str, Any]:
    return {"docket_id": notice.subject_id}


def tell_owed(open_session: OpenSession, now: datetime) -> None:
    """Tell whoever has the seat on the team that a section is owed."""
    look_as_each(open_session, now, owed_soon, Permission.SECTION_WRITE)


def tell_endings(open_session: OpenSession, now: datetime) -> None:
    """Tell the coordinator of a docket that a paper ends before the next hearing of somebody on it."""
    look_as_each(open_session, now, ending_soon, Permission.DOCKET_PLAN, COORDINATORS)


def look_as_each(
    open_session: OpenSession,
    now: datetime,
    look: Looking,
    permission: Permission,
    roles: tuple[RoleName, ...] = (),
) -> None:
    """What each may be told of is read as him or her, never by the scheduler itself."""
    with open_session() as session:
        everybody = acting(session, now, permission, roles)
    for principal in everybody:
        with open_session() as session:
            bind_reader(session, reader_for(session, principal, now))
            found = look(session, principal, now)
        if found:
            patiently(tell_all, open_session, found)


def tell_all(open_session: OpenSession, what: list[Tell]) -> None:
    with write_intent(), open_session() as session:
        for one in what:
            tell(session, one)
        session.commit()


def owed_soon(session: Session, principal: Principal, now: datetime) -> list[Tell]:
    """What is not submitted for the dockets of the next days, where this very person sits on the team."""
    today = local_date(now, principal.zone)
    found = [
        one
        for one in owing(session, principal, today)
        if not one.submitted and one.hearing.docket.held_on - today <= AHEAD
    ]
    teams = enrollments.members_of(session, [one.participant.id for one in found])
    return [
        owed(principal, one)
        for one in found
        if any(
            member.user_id == principal.user_id
            for member in on_team(teams.get(one.participant.id, []), one.section, now)
        )
    ]


def owed(principal: Principal, one: Owing) -> Tell:
    key = f"{one.hearing.id}:{one.section.key}"
    return Tell(SECTION_OWED, principal.appointment_id, one.hearing.id, key, one.section.key)


def ending_soon(session: Session, principal: Principal, now: datetime) -> list[Tell]:
    """The court's own dockets of the next days on which a paper that opens something to the reader ends too early."""
    today = local_date(now, principal.zone)
    found = []
    for docket in queries.dockets_between(session, principal, today, today + NEXT_DOCKETS):
        if docket.program.agency_id != principal.agency_id or docket.state == DocketState.CLOSED:
            continue
        called = queries.called_on(session, docket.id)
        standings = gathering.standings(session, docket, called, full=True)
        if any(one.consent_ends_on is not None for one in standings):
            found.append(Tell(PAPERS_END, principal.appointment_id, docket.id, str(docket.id)))
    return found


def packet_made(open_session: OpenSession, docket_id: UUID, appointment_id: UUID, content: str, now: datetime) -> None:
    """Tell the one for whom a packet was made, while its docket is still to come; once for each content."""

    def told() -> None:
        with write_intent(), open_session() as session:
            if session.get_one(Docket, docket_id).starts_at > now:
                tell(session, Tell(PACKET_READY, appointment_id, docket_id, f"{docket_id}:{content}"))
            session.commit()

    patiently(told)


def add_kinds() -> None:
    kinds = (
        Kind(
            SECTION_OWED,
            _("A section of a report waits for you."),
            Permission.SECTION_WRITE,
            "court.sections.write",
            section_values,
            section_opens,
        ),
        Kind(
            PAPERS_END,
            _("Papers need your attention before the next docket."),
            Permission.DOCKET_PLAN,
            "court.dockets.show",
            docket_value,
            docket_opens,
        ),
        Kind(
            PACKET_READY,
            _("A packet is ready."),
            Permission.PACKET_READ,
            "court.packets.shelf",
            docket_value,
            packet_opens,
        ),
    )
    for kind in kinds:
        add_kind(kind)
