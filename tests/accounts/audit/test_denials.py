"""What was refused stands in the trail, by ids only, and a flood of it stays small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock, create_app
from portal.accounts.agencies.services import appoint
from portal.accounts.audit.models import AuditEvent
from portal.accounts.sign_in import attempts
from portal.extensions import db
from portal.gate.vocabulary import RoleName
from tests.accounts.audit.conftest import Rows
from tests.clients import TOKEN, SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]


def try_in(app: Flask, username: str, address: str) -> None:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    hidden = dict(TOKEN.findall(client.get("/sign-in").text))
    client.post("/sign-in", data=hidden | {"username": username, "password": "wrong"})


def test_what_is_not_found_is_kept_with_who_asked_for_it(client_of: Client, county: County, rows: Rows) -> None:
    client = client_of("judge")
    assert client.get(f"/participants/{county.people['maya']}").status_code == 404
    (row,) = rows(AuditEvent.outcome == "404")
    assert (row.act, row.user_id) == ("participants.people.overview", county.users["judge"])
    assert (row.subject_kind, row.subject_id, row.participant_id) == ("participant", county.people["maya"], None)
    assert (row.address, len(row.request_id)) == ("127.0.0.1", 32)
    assert row.session_id is not None


def test_what_a_role_may_not_do_is_kept(client_of: Client, county: County, rows: Rows) -> None:
    client = client_of("judge")
    assert client.get(f"/staff/{county.users['clerk']}").status_code == 403
    (row,) = rows(AuditEvent.outcome == "403")
    assert (row.act, row.subject_kind, row.subject_id) == ("accounts.staff.show", "user", county.users["clerk"])


def test_what_a_locked_session_was_refused_is_kept(client_of: Client, county: County, rows: Rows) -> None:
    client = client_of("officer")
    mine = AuditEvent.outcome == "locked"
    with clock.set_to(NOW + timedelta(minutes=15)):
        assert client.get(f"/participants/{county.people['maya']}").status_code == 302
        assert client.post("/purpose").status_code in (400, 401)
        assert client.get("/confirm").status_code == 200, "which is no refusal"
    first, *_ = found = rows(mine)
    assert [one.act for one in found][:1] == ["participants.people.overview"]
    assert {one.act for one in found} <= {"participants.people.overview", "accounts.sign_in.state"}
    assert first.user_id == county.users["officer"] and first.agency_id == county.agencies["probation"]
    assert (first.subject_kind, first.subject_id) == ("participant", county.people["maya"])
    assert first.session_id is not None


def test_who_has_not_chosen_for_whom_to_act_is_in_the_trail(
    app: Flask, acting: Callable[..., Acting], client_of: Client, county: County, rows: Rows
) -> None:
    with acting("programadmin") as (session, actor):
        appoint(session, actor, county.users["clerk"], county.agencies["court"], RoleName.JUDICIAL_STAFF)
    client = client_of("clerk")
    with clock.set_to(NOW + timedelta(minutes=14)):
        assert client.get("/account").status_code == 200
    with clock.set_to(NOW + timedelta(minutes=16)):
        assert client.get("/account").status_code == 200, "it was used two minutes ago"
    found = rows(AuditEvent.act == "accounts.own.show", AuditEvent.user_id == county.users["clerk"])
    assert [(one.outcome, one.appointment_id, one.agency_id) for one in found] == [
        ("200", None, county.agencies["court"])
    ] * 2


def test_a_failed_sign_in_stands_with_the_agency_of_the_account(app: Flask, county: County, rows: Rows) -> None:
    try_in(app, "counselor", "203.0.113.31")
    try_in(app, "nobody-of-that-name", "203.0.113.32")
    known, unknown = (rows(AuditEvent.address == f"203.0.113.{end}") for end in (31, 32))
    assert [(one.outcome, one.user_id, one.subject_id, one.agency_id) for one in known] == [
        ("refused", None, county.users["counselor"], county.agencies["riverbend"])
    ]
    assert [(one.outcome, one.subject_id, one.agency_id) for one in unknown] == [("refused", None, None)]
    said = " ".join(str(value) for one in known + unknown for value in vars(one).values())
    assert "nobody-of-that-name" not in said and "counselor" not in said


def test_whoever_signs_in_stands_with_the_own_agency(client_of: Client, county: County, rows: Rows) -> None:
    client_of("clerk")
    row = rows(AuditEvent.act == "sign_in", AuditEvent.user_id == county.users["clerk"])[-1]
    assert row.agency_id == county.agencies["court"]


def test_a_flood_is_told_once_a_minute(app: Flask, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "ATTEMPTS_OF_LINE", 3)
    for number in range(12):
        try_in(app, f"guess-{number}", "203.0.113.40")
    here = AuditEvent.address == "203.0.113.40"
    assert [one.outcome for one in rows(here)] == ["refused"] * 3 + ["throttled"]
    with clock.set_to(NOW + timedelta(seconds=61)):
        for number in range(3):
            try_in(app, f"guess-{number}", "203.0.113.40")
    assert [one.outcome for one in rows(here)] == ["refused"] * 3 + ["throttled"] * 2


def test_who_has_a_line_of_ipv6_has_one_count(app: Flask, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "ATTEMPTS_OF_LINE", 3)
    for number in range(5):
        try_in(app, f"other-{number}", f"2001:db8:0:7::{number}")
    found = rows(AuditEvent.address.startswith("2001:db8:0:7:"))
    assert [one.outcome for one in found] == ["refused"] * 3 + ["throttled"]
    try_in(app, "other-9", "2001:db8:0:8::1")
    assert rows(AuditEvent.address == "2001:db8:0:8::1")[0].outcome == "refused"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("proxies", "told", "kept"),
    [
        (0, "203.0.113.77", "127.0.0.1"),
        (1, "203.0.113.77", "203.0.113.77"),
        (1, "198.51.100.1, 203.0.113.78", "203.0.113.78"),
        (2, "198.51.100.2, 203.0.113.79", "198.51.100.2"),
        (1, "198.51.100.3:4711", "198.51.100.3"),
        (1, "::ffff:198.51.100.4", "198.51.100.4"),
        (1, "=cmd|' /C calc'!A0", ""),
        (1, "9" * 200, ""),
    ],
)
def test_where_from_is_what_trusted_proxies_say(app: Flask, rows: Rows, proxies: int, told: str, kept: str) -> None:
    there = create_app(dict(app.config) | {"TRUSTED_PROXIES": proxies})
    client, before = there.test_client(), {one.id for one in rows()}
    hidden = dict(TOKEN.findall(client.get("/sign-in").text))
    headers = {"X-Forwarded-For": told}
    name = f"proxied-{proxies}-{told[:60]}"
    client.post("/sign-in", data=hidden | {"username": name, "password": "wrong"}, headers=headers)
    with there.app_context():
        db.engine.dispose()
    assert [one.address for one in rows() if one.id not in before] == [kept]
