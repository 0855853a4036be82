"""Roles that somebody looks at each quarter, that end by themselves, and accounts that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.reviews.queries import EVERY, due_at
from portal.accounts.reviews.services import Review, review
from portal.accounts.staff.coverage import Cover, cover
from portal.accounts.staff.idle import IDLE_FOR, disable_idle
from portal.accounts.staff.queries import administrators, members
from portal.accounts.staff.services import enable
from portal.db import unit_of_work
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
LATER = NOW + timedelta(minutes=1)
FIELDS = re.compile(r'name="(seen)"[^>]* value="([^"]*)"')


def test_a_stand_in_acts_on_those_days_and_no_other(
    app: Flask, acting: Act, county: County, fresh: Callable[[], SignedInClient]
) -> None:
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    with acting("programadmin") as (session, actor):
        cover(session, actor, Cover(county.users["clerk"], county.appointments["coordinator"], monday, friday))
    zone = ZoneInfo("America/Chicago")
    for at, both in (
        (datetime(2026, 11, 22, 23, 59, tzinfo=zone), False),
        (datetime(2026, 11, 23, 0, 1, tzinfo=zone), True),
        (datetime(2026, 11, 27, 23, 59, tzinfo=zone), True),
        (datetime(2026, 11, 28, 0, 0, tzinfo=zone), False),
    ):
        with clock.set_to(at):
            answer = fresh().submit("/sign-in", {"username": "clerk", "password": PASSWORD})
            assert answer.location.startswith("/act-for") is both, at


@pytest.mark.parametrize(
    ("who", "covered", "first", "last", "said"),
    [
        ("clerk", "counselor", date(2026, 11, 23), date(2026, 11, 27), "colleague of your agency"),
        ("clerk", "clerk", date(2026, 11, 23), date(2026, 11, 27), "Nobody stands in"),
        ("programadmin", "judge", date(2026, 11, 23), date(2026, 11, 27), "Nobody stands in"),
        ("clerk", "judge", date(2026, 11, 17), date(2026, 11, 27), "today or a day to come"),
        ("clerk", "judge", date(2026, 11, 23), date(2026, 11, 22), "at most 90 days"),
        ("clerk", "judge", date(2026, 11, 23), date(2027, 2, 21), "at most 90 days"),
        ("clerk", "sysadmin", date(2026, 11, 23), date(2026, 11, 27), "does not give this role"),
    ],
)
def test_what_is_no_coverage(
    acting: Act, county: County, who: str, covered: str, first: date, last: date, said: str
) -> None:
    with acting("programadmin") as (session, actor), pytest.raises(Refused, match=said):
        cover(session, actor, Cover(county.users[who], county.appointments[covered], first, last))


def test_a_stand_in_for_an_administrator_is_nobody_who_is_left(acting: Act, county: County) -> None:
    today = date(2026, 11, 18)
    with acting("sysadmin") as (session, actor):
        cover(session, actor, Cover(county.users["staff"], county.appointments["programadmin"], today, today))
        assert county.users["staff"] not in administrators(session, actor.agency_id, LATER)


def test_coverage_is_given_on_the_page(client_of: Client, county: County) -> None:
    page = f"/staff/{county.users['staff']}/cover"
    words = {"covered": str(county.appointments["judge"]), "first_on": "2026-11-24", "last_on": "2026-11-24"}
    answer = client_of("programadmin").submit(page, words)
    assert answer.status_code == 303
    assert "Stands in for a colleague" in client_of("programadmin").get(answer.location).text


def shown(session: Any, agency_id: Any, at: datetime) -> frozenset[Any]:
    return frozenset(role.id for one in members(session, agency_id, at) for role in one.roles)


def test_a_review_ends_what_is_marked_and_keeps_the_rest(acting: Act, county: County) -> None:
    ending = county.appointments["evaluator"]
    with acting("programadmin", LATER) as (session, actor):
        seen = shown(session, actor.agency_id, LATER)
        done = review(session, actor, Review(seen, frozenset({ending})))
        assert (done.kept, done.ended) == (len(seen) - 1, 1)
        assert due_at(session, actor.agency_id) == LATER + EVERY
    with acting("programadmin", LATER + timedelta(minutes=1)) as (session, actor):
        assert ending not in shown(session, actor.agency_id, LATER + timedelta(minutes=1))
        with pytest.raises(Refused, match="meanwhile"):
            review(session, actor, Review(seen, frozenset()))


def test_the_page_lists_every_role_and_is_on_today_when_due(client_of: Client, county: County) -> None:
    client = client_of("programadmin")
    page = client.get("/staff/review").text
    assert "Clerk Example, Clerk" in page and "Counselor Example" not in page
    assert "Look who still needs which role" not in client.get("/").text
    with clock.set_to(NOW + EVERY + timedelta(minutes=2)):
        later = client_of("programadmin")
        assert "Look who still needs which role" in later.get("/").text
        fields = dict(FIELDS.findall(later.get("/staff/review").text))
        assert later.submit("/staff/review", {"seen": fields["seen"]}).status_code == 303
        assert "Look who still needs which role" not in later.get("/").text


def test_ninety_idle_days_close_an_account(app: Flask, acting: Act, county: County, client_of: Client) -> None:
    """Who was here within ninety days stays, and so does an agency's last administrator."""
    end = NOW + timedelta(days=1)
    with clock.set_to(end - IDLE_FOR + timedelta(seconds=1)):
        client_of("collector")
    with clock.set_to(end - IDLE_FOR):
        client_of("officer")
    with app.app_context(), clock.set_to(end), unit_of_work() as session:
        left = session.scalars(select(UserAccount).where(UserAccount.username == "sysadmin")).one()
        left.status = "disabled"
        session.flush()
        assert disable_idle(session, end) > 0
        found = dict(session.execute(select(UserAccount.username, UserAccount.status)).all())
        assert found["collector"] == "active" and found["officer"] == "disabled"
        assert found["counselor"] == "disabled" and found["programadmin"] == "active"
        assert disable_idle(session, end) == 0
    with acting("programadmin", end) as (session, actor):
        enable(session, actor, county.users["coordinator"])
        assert disable_idle(session, end + timedelta(days=89)) == 1, "the collector, not the coordinator"
