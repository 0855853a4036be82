"""A calendar by an address: one's own dockets or groups, nobody's name; unguessable, shown once, hashed, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.audit.models import AuditEvent
from portal.accounts.calendars.models import CalendarFeed
from portal.db import unit_of_work
from portal.extensions import db
from portal.treatment.groups.models import ServiceLine
from portal.treatment.groups.services import StartGroup, start_group
from portal.treatment.sessions.scheduling import GenerateSessions, generate_sessions
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County

ADDRESS = re.compile(r"<code[^>]*>https?://[^/<]+(/calendar/([\w-]+)\.ics)</code>")
NAMED = re.compile(r"xio|delgado|marcus|bell\b|CR-2026", re.IGNORECASE)


def made(client: SignedInClient) -> tuple[str, str]:
    """The path of a new address, and its token."""
    page = client.submit("/calendar", {}).text
    found = ADDRESS.search(page)
    assert found is not None, page
    return found[1], found[2]


def events(app: Flask, path: str) -> list[str]:
    answer = app.test_client().get(path)
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    assert not NAMED.search(answer.text)
    found = Calendar.from_ical(answer.text)
    return [str(one["summary"]) for one in found.walk("VEVENT")]


def test_the_court_reads_its_dockets_and_a_clinician_the_own_groups(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting]
) -> None:
    """The evening group has no leader, the morning group is the counselor's."""
    with acting("counselor") as (session, actor):
        line = session.scalars(select(ServiceLine)).first()
        assert line is not None
        first = date(2026, 11, 18)
        command = StartGroup("Morning group", line.id, (2,), time(9), 60, first, "Room 1", (actor.user_id,))
        generate_sessions(session, actor, GenerateSessions(start_group(session, actor, command).id, first, first))
    path, token = made(client_of("judge"))
    assert len(token) == 43, "256 bits"
    assert events(app, path) == ["Docket: Marlow County Adult Treatment Court"] * 2
    group, _ = made(client_of("counselor"))
    assert events(app, group) == ["Morning group"]
    other, _ = made(client_of("stranger"))
    assert events(app, other) == []
    assert "nothing to put into a calendar" in client_of("prosecutor").get("/calendar").text


def test_the_address_is_shown_once_and_its_hash_is_kept(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    client = client_of("coordinator")
    path, token = made(client)
    assert token not in client.get("/calendar").text
    with app.app_context(), db.session.session_factory() as session:
        kept = session.scalars(select(CalendarFeed.token_hash)).all()
    assert token not in " ".join(kept) and all(len(one) == 64 for one in kept)
    assert events(app, path)


def test_a_new_address_and_a_revocation_end_the_one_before(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    client, reader = client_of("clerk"), app.test_client()
    first, _ = made(client)
    second, _ = made(client)
    gone, never = reader.get(first), reader.get("/calendar/never-was.ics")
    assert (gone.status_code, gone.data) == (never.status_code, never.data) == (404, never.data)
    assert events(app, second)
    assert client.submit("/calendar", {}, to="/calendar/revoked").status_code == 303
    assert reader.get(second).status_code == 404


def test_looks_by_the_address_are_its_holders_once_an_hour(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    path, _ = made(client_of("staff"))
    for minutes in (0, 10, 59, 61):
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            events(app, path)
            assert app.test_client().get("/calendar/never-was.ics").status_code == 404
    with app.app_context(), db.session.session_factory() as session:
        mine = AuditEvent.user_id == court_day.users["staff"]
        found = session.scalars(select(AuditEvent).where(mine, AuditEvent.act == "accounts.calendars.feed")).all()
    assert [one.at - NOW for one in sorted(found, key=lambda one: one.at)] == [timedelta(), timedelta(minutes=61)]
    assert {(one.appointment_id, one.address, one.outcome) for one in found} == {
        (court_day.appointments["staff"], "127.0.0.1", "200")
    }


@pytest.mark.parametrize("what", ["account", "appointment"])
def test_it_ends_with_the_account_and_with_the_appointment(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient], what: str
) -> None:
    path, _ = made(client_of("staff"))
    assert events(app, path)
    change(app, court_day, what, ended=True)
    assert app.test_client().get(path).status_code == 404
    change(app, court_day, what, ended=False)


def change(app: Flask, county: County, what: str, *, ended: bool) -> None:
    with app.app_context(), unit_of_work() as session:
        appointment = session.get_one(Appointment, county.appointments["staff"])
        if what == "account":
            appointment.user.status = "disabled" if ended else "active"
        else:
            appointment.ends_at = NOW if ended else None
