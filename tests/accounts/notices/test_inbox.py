"""A notice is told once, to whom its page opens now, in words that name nobody; it stands in the inbox, counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.notices import deciding, queries
from portal.accounts.notices.models import Notice
from portal.accounts.notices.services import Tell, tell
from portal.accounts.notices.vocabulary import NoticeState
from portal.consent.readers import reader_for
from portal.court import notices as court
from portal.court.dockets.models import Docket
from portal.court.dockets.services import ScheduleHearing, schedule_hearing
from portal.db import unit_of_work
from portal.extensions import db
from portal.ids import new_id
from portal.participants.enrollments.models import TeamMember
from portal.participants.enrollments.services import end_assignment
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County
from tests.leaks.asking import statements

NAMED = re.compile(r"Xio|Delgado|CR-2026", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _clean(app: Flask, court_day: County) -> Iterator[None]:
    yield
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Notice).values(state=NoticeState.NOT_SENT, decided_at=NOW))


def tell_one(app: Flask, county: County, who: str, subject: UUID | None = None, key: str = "") -> str:
    key = key or new_id().hex
    with app.app_context(), unit_of_work() as session:
        subject = subject or county.things["hearing"]
        tell(session, Tell(court.SECTION_OWED, county.appointments[who], subject, key, "treatment"))
    return key


def decide(app: Flask) -> int:
    with app.app_context():
        return deciding.decide_waiting(db.session.session_factory, reader_for)


def state_of(app: Flask, key: str) -> str:
    with app.app_context(), db.session.session_factory() as session:
        return session.scalars(select(Notice.state).where(Notice.key.contains(key))).one()


def shown(client: SignedInClient) -> str:
    """The table of the inbox, without the frame, which has the number too."""
    page = client.get("/notices")
    assert page.status_code == 200
    return page.text.partition("<main")[2]


def test_a_notice_stands_in_the_inbox_is_counted_on_each_page_and_is_marked_as_read(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    client = client_of("counselor")
    assert "Notices (" not in client.get("/").text
    tell_one(app, court_day, "counselor")
    assert "Notices (" not in client.get("/").text, "it is not told before it is decided"
    assert decide(app) == 1
    assert "Notices (1)" in client.get("/").text
    page = shown(client)
    assert "A section of a report waits for you." in page and not NAMED.search(page)
    address = f"/report-sections/{court_day.things['hearing']}/treatment"
    assert address in page and client.get(address).status_code == 200
    action = re.search(r'action="(/notices/[^"]+)"', page)
    assert action is not None
    assert client.submit("/notices", {}, to=action[1]).status_code == 303
    assert "Notices (" not in client.get("/").text and "Mark as read" not in shown(client)


def test_the_same_is_told_once_and_to_nobody_else(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    key = tell_one(app, court_day, "counselor")
    tell_one(app, court_day, "counselor", key=key)
    assert decide(app) == 1 and decide(app) == 0
    assert shown(client_of("counselor")).count("A section of a report") == 2  # the line, and the words of its button
    assert "Nothing waits for you" in shown(client_of("casemanager"))
    with app.app_context(), db.session.session_factory() as session:
        notice = session.scalars(select(Notice).where(Notice.key.contains(key))).one()
    assert client_of("casemanager").post(f"/notices/{notice.id}").status_code in (400, 404)


def test_who_could_not_open_the_page_is_told_nothing(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    keys = [tell_one(app, court_day, who) for who in ("stranger", "deputy", "judge")]
    keys.append(tell_one(app, court_day, "counselor", new_id()))
    assert decide(app) == 4
    assert [state_of(app, key) for key in keys] == [NoticeState.NOT_SENT] * 4
    assert "Nothing waits for you" in shown(client_of("stranger"))


@pytest.mark.parametrize("what", ["account", "appointment"])
def test_nor_is_who_no_longer_acts(app: Flask, court_day: County, what: str) -> None:
    key = tell_one(app, court_day, "counselor")
    with app.app_context(), unit_of_work() as session:
        if what == "account":
            session.get_one(UserAccount, court_day.users["counselor"]).status = "disabled"
        else:
            session.get_one(Appointment, court_day.appointments["counselor"]).ends_at = NOW
    decide(app)
    with app.app_context(), unit_of_work() as session:
        session.get_one(UserAccount, court_day.users["counselor"]).status = "active"
        session.get_one(Appointment, court_day.appointments["counselor"]).ends_at = None
    assert state_of(app, key) == NoticeState.NOT_SENT


def test_what_no_longer_opens_leaves_the_inbox_and_the_count(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting]
) -> None:
    """The case manager leaves Marcus's team; and the gate answers for a reader, whatever the rows say."""
    with acting("coordinator", NOW - timedelta(hours=1)) as (session, actor):
        docket = session.get_one(Docket, court_day.things["docket"])
        hearing_id = schedule_hearing(session, actor, docket, ScheduleHearing(court_day.people["marcus"])).id
    tell_one(app, court_day, "casemanager", hearing_id)
    decide(app)
    client = client_of("casemanager")
    assert "Notices (1)" in client.get("/").text and "Mark as read" in shown(client)
    with acting("coordinator", NOW - timedelta(minutes=1)) as (session, actor):
        wanted = select(TeamMember).where(
            TeamMember.user_id == court_day.users["casemanager"],
            TeamMember.participant_id == court_day.people["marcus"],
        )
        end_assignment(session, actor, session.scalars(wanted).one())
    assert "Notices (" not in client.get("/").text and "Nothing waits for you" in shown(client)
    with acting("stranger") as (session, _actor):
        assert queries.unread(session, court_day.principal(session, "casemanager"), NOW) == 0


def test_after_a_month_a_notice_is_gone(app: Flask, court_day: County, acting: Callable[..., Acting]) -> None:
    tell_one(app, court_day, "counselor")
    decide(app)
    for days, count in ((0, 1), (31, 0)):
        at = NOW + timedelta(days=days)
        with acting("counselor", at) as (session, actor):
            assert queries.unread(session, actor, at) == count


def test_the_number_costs_one_statement(app: Flask, court_day: County, acting: Callable[..., Acting]) -> None:
    with acting("counselor") as (session, actor):
        queries.unread(session, actor, NOW)
        with statements(app) as asked:
            queries.unread(session, actor, NOW)
    assert len(asked) == 1


def test_those_who_owe_a_section_are_told_before_the_docket_and_once(
    app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    with app.app_context():
        for days in (5, 0, 0):
            at = NOW - timedelta(days=days)
            with clock.set_to(at):
                court.tell_owed(db.session.session_factory, at)
                decide(app)
        with db.session.session_factory() as session:
            told = {
                (one.appointment_id, one.detail)
                for one in session.scalars(select(Notice).where(Notice.state == NoticeState.OPEN))
            }
    words = {county_word(court_day, appointment): detail for appointment, detail in told}
    assert words == {"counselor": "treatment", "casemanager": "case_management", "officer": "supervision"}
    assert "Notices (" in client_of("officer").get("/").text


def county_word(county: County, appointment: UUID) -> str:
    return next(word for word, one in county.appointments.items() if one == appointment)


def test_settings_are_kept_and_mended_at_their_field(client_of: Callable[[str], SignedInClient]) -> None:
    client = client_of("counselor")
    assert "This site sends no mail yet" in client.get("/notices/settings").text
    send = client.submit
    wrong = send("/notices/settings", {"mode": "at_once", "address": "me\r\nBcc: you@x.org", "daily_at": "07:00"})
    assert wrong.status_code == 422 and "name@example.org" in wrong.text
    half = send(
        "/notices/settings", {"mode": "daily", "address": "me@x.org", "daily_at": "07:00", "quiet_from": "20:00"}
    )
    assert half.status_code == 422 and "both quiet hours" in half.text
    good = {"mode": "daily", "address": "me@x.org", "daily_at": "06:30", "quiet_from": "20:00", "quiet_to": "06:00"}
    assert send("/notices/settings", good).status_code == 303
    page = client.get("/notices/settings").text
    assert 'value="me@x.org"' in page and 'value="06:30"' in page and 'value="20:00"' in page
