"""A clinic of the county: two services, one group with Xio and Marcus, three weeks of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from flask import Flask

from portal.treatment.admissions.services import Admit, admit
from portal.treatment.admissions.vocabulary import Level
from portal.treatment.groups.services import AddServiceLine, StartGroup, add_service_line, start_group
from portal.treatment.groups.vocabulary import ServiceKind
from portal.treatment.sessions.rosters import JoinGroup, join_group
from portal.treatment.sessions.scheduling import GenerateSessions, generate_sessions
from tests.given.county import Acting, County

FIRST = date(2026, 11, 2)
ADMITTED_AT = datetime(2026, 11, 2, 16, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clinic:
    """Ids: the group, the individual service, and the group's sessions in order of time (Mondays and Tuesdays)."""

    group: UUID
    individual: UUID
    sessions: tuple[UUID, ...]
    starts: tuple[datetime, ...]
    admission: UUID


@pytest.fixture(scope="module")
def clinic(app: Flask, county: County) -> Clinic:
    with Acting(app, county, "counselor", ADMITTED_AT) as (session, actor):
        group_line = add_service_line(session, actor, AddServiceLine("Outpatient group", ServiceKind.GROUP, 90))
        individual = add_service_line(session, actor, AddServiceLine("Individual session", ServiceKind.INDIVIDUAL, 60))
        command = StartGroup(
            "Evening group", group_line.id, (0, 1), time(18), 90, FIRST, "Room 2", (county.users["counselor"],)
        )
        group = start_group(session, actor, command)
        stays = [
            admit(
                session, actor, Admit(county.people[word], FIRST, Level.INTENSIVE_OUTPATIENT, level_reason="Daily use")
            )
            for word in ("xio", "marcus")
        ]
        for word in ("xio", "marcus"):
            join_group(session, actor, JoinGroup(group.id, county.people[word], FIRST))
        made = generate_sessions(session, actor, GenerateSessions(group.id, FIRST, FIRST + timedelta(days=23)))
        return Clinic(
            group.id,
            individual.id,
            tuple(one.id for one in made),
            tuple(one.starts_at for one in made),
            stays[0].id,
        )
