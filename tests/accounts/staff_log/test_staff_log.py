"""The staff log: an agency's sign-ins, locks, roles and exports, and no participant, not even a number of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import insert

from portal import clock
from portal.accounts.agencies.services import appoint
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.queries import newest, of_staff
from portal.accounts.audit.vocabulary import STAFF_ACTS
from portal.extensions import db
from portal.gate.vocabulary import RoleName
from tests.clients import TOKEN, SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<select.*?</select>", " ", page, flags=re.DOTALL)))


@pytest.fixture(scope="module", autouse=True)
def given_a_role(app: Flask, court_day: County) -> None:
    """The administrator gave the clerk another role."""
    with Acting(app, court_day, "programadmin") as (session, actor):
        appoint(session, actor, court_day.users["clerk"], court_day.agencies["court"], RoleName.CASE_MANAGER)


def rows(app: Flask, county: County, agency: str, site: bool = False) -> list[AuditEvent]:
    with app.app_context(), db.session.session_factory() as session:
        return list(newest(session, of_staff(county.agencies[agency], site=site), [], None, 5000).rows)


def test_the_log_tells_of_the_own_agencys_accounts_alone(app: Flask, client_of: Client, court_day: County) -> None:
    client_of("judge").get(f"/participants/{court_day.people['xio']}")
    client_of("counselor")
    found = rows(app, court_day, "court")
    assert {one.agency_id for one in found} == {court_day.agencies["court"]}
    assert {one.participant_id for one in found} == {None}
    assert {one.act for one in found} <= set(STAFF_ACTS)
    assert {"sign_in", "appointed"} <= {one.act for one in found}
    shown = words(client_of("programadmin").get("/staff/log").text)
    assert "Judge Example" in shown and "Signed in" in shown
    assert "Counselor Example" not in shown and "Xiomara" not in shown


def test_nothing_that_is_done_with_participants_moves_it(client_of: Client, court_day: County, acting: Act) -> None:
    admin = client_of("programadmin")
    judge = client_of("judge")

    def shown() -> str:
        return re.sub(r'name="(form_key|csrf_token)" value="[^"]*"', "", admin.get("/staff/log").text)

    before = shown()
    for name in ("xio", "marcus", "maya"):
        judge.get(f"/participants/{court_day.people[name]}")
    judge.get("/participants?name=x")
    with acting("judge") as (session, actor):
        about = {"at": NOW, "act": "sign_in", "user_id": actor.user_id, "agency_id": actor.agency_id}
        session.execute(insert(AuditEvent), [about | {"participant_id": court_day.people["xio"]}])
    assert shown() == before


def test_a_failed_sign_in_and_a_lock_are_told(app: Flask, client_of: Client, court_day: County) -> None:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.50"
    hidden = dict(TOKEN.findall(client.get("/sign-in").text))
    for _ in range(5):
        client.post("/sign-in", data=hidden | {"username": "clerk", "password": "wrong"})
    client.post("/sign-in", data=hidden | {"username": "who-is-that", "password": "wrong"})
    shown = words(client_of("programadmin").get("/staff/log").text)
    assert "Name locked after five failures" in shown and "About: Clerk Example" in shown
    assert "203.0.113.50" in shown and "Not signed in" in shown
    narrowed = words(client_of("programadmin").get("/staff/log?outcome=refused").text)
    assert narrowed.count("refused") >= 5 and "Judge Example" not in narrowed
    assert not [one for one in rows(app, court_day, "court") if one.agency_id is None]
    assert [one.outcome for one in rows(app, court_day, "court", site=True) if one.agency_id is None] == ["refused"]


def test_what_somebody_does_for_another_agency_stays_there(app: Flask, court_day: County) -> None:
    for agency in ("riverbend", "southgate", "probation"):
        assert {one.agency_id for one in rows(app, court_day, agency)} <= {court_day.agencies[agency]}


def test_the_log_leaves_as_a_file_that_is_written_down(app: Flask, client_of: Client, court_day: County) -> None:
    client = client_of("programadmin")
    hidden = dict(TOKEN.findall(client.get("/staff/log").text))
    answer = client.post("/staff/log/export", data=hidden | {"kind": "rights"})
    lines = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert {line["Code"] for line in lines} >= {"appointed"}
    assert "sign_in" not in {line["Code"] for line in lines}
    taken = [one for one in rows(app, court_day, "court") if one.act == "staff_log_exported"]
    assert [one.note for one in taken] == [f"{len(lines)} rows"]
    with clock.set_to(NOW + timedelta(minutes=11)):
        assert client.post("/staff/log/export", data=hidden).status_code == 401


NONSENSE = ("from=2026-13-45", "to=0001-01-01", "who=x", "kind=look", "after=zz", "after=" + "0" * 32)


@pytest.mark.parametrize("asked", NONSENSE)
def test_what_does_not_fit_is_left_out(client_of: Client, court_day: County, asked: str) -> None:
    answer = client_of("programadmin").get(f"/staff/log?{asked}")
    assert answer.status_code == 200
    assert "Signed in" in answer.text
