"""Of what the court tells: a section that is owed before a docket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.sessions import in_force, is_active
from portal.clock import local_date
from portal.consent.readers import reader_for
from portal.court.dockets.models import Hearing
from portal.court.dockets.vocabulary import HearingState
from portal.court.sections.owing import Owing, owing
from portal.court.sections.queries import on_team
from portal.db import patiently, write_intent
from portal.gate.reader import bind_reader
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import TeamMember
from portal.participants.people.models import Participant

OpenSession = Callable[[], Session]

SECTION_OWED = "section_owed"
AHEAD = timedelta(days=3)
"""So many days before a docket those who owe a section are told."""


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


def section_values(notice: Notice) -> dict[str, Any]:
    return {"hearing_id": notice.subject_id, "key": notice.detail}


def writers(session: Session, now: datetime) -> list[Appointment]:
    """Everybody who may write sections, and acts now."""
    return [
        one
        for one in session.scalars(select(Appointment)).unique()
        if in_force(one, now) and is_active(one.user) and principal_of(one).may(Permission.SECTION_WRITE)
    ]


def tell_owed(open_session: OpenSession, now: datetime) -> None:
    """Tell whoever has the seat on the team that a section is owed; what each may know of is read as him or her."""
    with open_session() as session:
        appointments = writers(session, now)
    for appointment in appointments:
        principal = principal_of(appointment)
        with open_session() as session:
            bind_reader(session, reader_for(session, principal, now))
            due = owed_soon(session, principal, now)
        if due:
            patiently(lambda who=appointment.id, what=due: tell_all(open_session, who, what))  # type: ignore[misc]


def owed_soon(session: Session, principal: Principal, now: datetime) -> list[Owing]:
    """What is not submitted for the dockets of the next days, where this very person sits on the team."""
    today = local_date(now, principal.zone)
    found = [
        one
        for one in owing(session, principal, today)
        if not one.submitted and one.hearing.docket.held_on - today <= AHEAD
    ]
    teams = enrollments.members_of(session, [one.participant.id for one in found])
    return [
        one
        for one in found
        if any(
            member.user_id == principal.user_id
            for member in on_team(teams.get(one.participant.id, []), one.section, now)
        )
    ]


def tell_all(open_session: OpenSession, appointment_id: UUID, due: list[Owing]) -> None:
    with write_intent(), open_session() as session:
        for one in due:
            key = f"{one.hearing.id}:{one.section.key}"
            tell(session, Tell(SECTION_OWED, appointment_id, one.hearing.id, key, one.section.key))
        session.commit()


def add_kinds() -> None:
    add_kind(
        Kind(
            SECTION_OWED,
            _("A section of a report waits for you."),
            Permission.SECTION_WRITE,
            "court.sections.write",
            section_values,
            section_opens,
        )
    )
