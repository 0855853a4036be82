"""A session that was idle is locked and loses nothing; some acts ask for the password once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.accounts.sign_in.models import SignInAttempt, SignInLock
from portal.court.dockets.models import Docket
from portal.db import unit_of_work
from portal.extensions import db
from tests.access.subjects import address_of
from tests.access.test_access import ROLES, expected
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, County

Client = Callable[[str], SignedInClient]
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
IDLE = NOW + timedelta(minutes=15)
LATER = NOW + timedelta(minutes=10)

ASKED = {
    "accounts.lost_factors.ask": "POST",
    "accounts.lost_factors.refuse": "POST",
    "accounts.lost_factors.remove": "POST",
    "accounts.own.recovery_codes": "POST",
    "accounts.passkeys.add": "POST",
    "accounts.passkeys.remove": "POST",
    "accounts.passkeys.show": "GET",
    "accounts.passkeys.to_add": "POST",
    "accounts.reviews.save": "POST",
    "accounts.reviews.show": "GET",
    "accounts.second_factor.add": "POST",
    "accounts.second_factor.show": "GET",
    "accounts.single_sign_on.connect": "GET",
    "accounts.single_sign_on.end": "POST",
    "accounts.single_sign_on.save": "POST",
    "accounts.single_sign_on.settings": "GET",
    "accounts.staff.appoint": "POST",
    "accounts.staff.code": "POST",
    "accounts.staff.disable": "POST",
    "accounts.staff.enable": "POST",
    "accounts.staff.end": "POST",
    "accounts.staff.find": "GET",
    "accounts.staff.give": "POST",
    "accounts.staff.invite": "GET",
    "accounts.staff.release": "POST",
    "accounts.staff.save_cover": "POST",
    "accounts.staff.send_invitation": "POST",
    "accounts.staff.show_cover": "GET",
    "accounts.staff_log.export": "POST",
    "consent.accounting.paper": "GET",
    "consent.agreements.end": "POST",
    "consent.agreements.new": "GET",
    "consent.agreements.record": "POST",
    "consent.desk.paper": "GET",
    "consent.emergencies.begin": "POST",
    "consent.emergencies.begin_by_name": "POST",
    "consent.emergencies.document": "GET",
    "consent.emergencies.find": "GET",
    "consent.fhir.export": "GET",
    "consent.instruments.end": "POST",
    "consent.instruments.paper_came": "POST",
    "consent.instruments.revoke": "GET",
    "consent.orders.new": "GET",
    "consent.orders.record": "POST",
    "consent.orders.vacate": "POST",
    "consent.orders.vacating": "GET",
    "consent.copies.choose": "GET",
    "consent.copies.choose_one": "GET",
    "consent.copies.give": "POST",
    "consent.copies.give_one": "POST",
    "consent.redisclosures.ask": "GET",
    "consent.turns.happened": "GET",
    "consent.turns.record": "POST",
    "consent.turns.falsehood": "GET",
    "consent.turns.record_falsehood": "POST",
    "consent.turns.replacing": "GET",
    "consent.turns.replace": "POST",
    "consent.redisclosures.pass_on": "POST",
    "consent.restrictions.end": "POST",
    "consent.restrictions.ending": "GET",
    "consent.team_agreements.end": "POST",
    "consent.team_agreements.propose": "POST",
    "consent.team_agreements.sign": "POST",
    "consent.trail.export": "POST",
    "court.packets.download": "GET",
    "court.staffing.docket_paper": "GET",
    "court.staffing.paper": "GET",
}
"""What asks for the password again when it was not given in the last ten minutes."""


def hidden(answer: TestResponse) -> dict[str, str]:
    return {name: unescape(value) for name, value in FIELD.findall(answer.text)}


def test_a_page_waits_for_the_password(client_of: Client) -> None:
    client = client_of("judge")
    with clock.set_to(IDLE):
        locked = client.get("/participants?name=D")
        assert locked.location == "/confirm?next=/participants?name%3DD"
        assert "Judge Example" in client.get(locked.location).text
        assert client.submit(locked.location, {"password": "wrong", "next": "/"}).status_code == 422
        assert client.get("/participants").status_code == 302
        answer = client.submit(locked.location, {"password": PASSWORD, "next": "/participants?name=D"})
        assert answer.location == "/participants?name=D"
        assert client.get(answer.location).status_code == 200


def test_a_form_that_was_sent_too_late_is_kept_and_sent_by_its_owner(client_of: Client, app: Flask) -> None:
    client = client_of("sysadmin")
    page = "/site-settings/justice-staff-not-named"
    typed = {"reading": "other", "reason": 'Counsel said "yes" & <wrote> it, 11/12'}
    fields = hidden(client.get(page)) | typed
    with clock.set_to(IDLE):
        locked = client.post(page, data=fields)
        assert locked.status_code == 401
        kept = hidden(locked)
        assert kept["kept.reason"] == typed["reason"] and "kept.csrf_token" not in kept
        offered = client.post("/confirm", data=kept | {"password": PASSWORD})
        assert offered.status_code == 200 and f'action="{page}"' in offered.text
        sent = client.post(page, data=hidden(offered))
        assert sent.status_code == 303, sent.text
        assert unescape(client.get("/site-settings").text).count(typed["reason"]) == 1


def test_a_wrong_password_keeps_what_was_typed(client_of: Client) -> None:
    client = client_of("programadmin")
    fields = hidden(client.get("/site-settings/justice-staff-not-named")) | {"reason": "As counsel said"}
    with clock.set_to(IDLE):
        kept = hidden(client.post("/site-settings/justice-staff-not-named", data=fields))
        again = client.post("/confirm", data=kept | {"password": "wrong"})
        assert again.status_code == 422 and hidden(again)["kept.reason"] == "As counsel said"


@pytest.mark.usefixtures("released")
def test_five_wrong_passwords_in_a_row_end_the_session(client_of: Client) -> None:
    client = client_of("evaluator")
    for minutes in (15, 20):
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            for _ in range(4):
                assert client.submit("/confirm?next=/", {"password": "wrong"}).status_code == 422
        with clock.set_to(NOW + timedelta(minutes=minutes + 1)):
            assert client.submit("/confirm?next=/", {"password": PASSWORD}).location == "/"
    with clock.set_to(NOW + timedelta(minutes=40)):
        for _ in range(4):
            assert client.submit("/confirm?next=/", {"password": "wrong"}).status_code == 422
        ended = client.submit("/confirm?next=/", {"password": "wrong"})
        assert ended.location == "/sign-in?done=failed-again"
        assert "signed out" in client.get(ended.location).text
        assert client.get("/").location.startswith("/sign-in")


@pytest.fixture
def released(app: Flask) -> Iterator[None]:
    """Afterwards nobody is locked out."""
    yield
    with app.app_context(), unit_of_work() as session:
        session.execute(delete(SignInAttempt))
        session.execute(update(SignInLock).values(released_at=clock.now()))


def fail_elsewhere(app: Flask, names: list[str], place: str) -> None:
    """Somebody who knows these names tries them, from one address."""
    for name in names:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = place
        client.submit("/sign-in", {"username": name, "password": "wrong"})


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("names", "place"), [(["sysadmin"] * 6, "203.0.113.5"), ([f"any-{n}" for n in range(50)], "127.0.0.1")]
)
def test_failures_elsewhere_end_nobodys_session_and_lose_nobodys_work(
    app: Flask, client_of: Client, names: list[str], place: str
) -> None:
    """Neither those of the name nor those behind the same address; what was typed is kept and sent."""
    client = client_of("sysadmin")
    page = "/site-settings/justice-staff-not-named"
    fields = hidden(client.get(page)) | {"reading": "other", "reason": f"As counsel said about {place}"}
    with clock.set_to(IDLE):
        fail_elsewhere(app, names, place)
        refused = app.test_client().submit("/sign-in", {"username": "sysadmin", "password": PASSWORD})
        assert refused.status_code == 422, "nobody gets in anew"
        kept = hidden(client.post(page, data=fields))
        wrong = client.post("/confirm", data=kept | {"password": "wrong"})
        assert wrong.status_code == 422 and hidden(wrong)["kept.reason"] == fields["reason"]
        offered = client.post("/confirm", data=kept | {"password": PASSWORD})
        assert offered.status_code == 200, offered.location
        assert hidden(offered)["reason"] == fields["reason"]
        assert client.get(page).status_code == 200


@pytest.mark.usefixtures("released")
def test_an_emergency_and_another_password_are_not_kept_off_by_failures_elsewhere(
    app: Flask, client_of: Client
) -> None:
    client = client_of("counselor")
    with clock.set_to(LATER):
        fail_elsewhere(app, ["counselor"] * 6, "203.0.113.6")
        asked = client.get("/emergencies/new")
        assert asked.location.startswith("/confirm?")
        assert client.submit(asked.location, {"password": PASSWORD}).location == "/emergencies/new"
        assert client.get("/emergencies/new").status_code == 200
        words = {"password": "another password of mine", "again": "another password of mine"}
        answer = client.submit("/account/password", words | {"current": PASSWORD})
        assert answer.location == "/account?done=password-changed"
        answer = client.submit("/account/password", dict.fromkeys(words, PASSWORD) | {"current": words["again"]})
        assert answer.location == "/account?done=password-changed"


def test_a_locked_session_is_out_after_twelve_hours(client_of: Client) -> None:
    client = client_of("judge")
    with clock.set_to(NOW + timedelta(hours=12)):
        assert client.get("/confirm").location.startswith("/sign-in")


def test_the_bench_of_a_live_docket_stays_open_for_half_an_hour(
    app: Flask, court_day: County, client_of: Client
) -> None:
    page = f"/hearings/{court_day.things['hearing']}/bench"

    def state(word: str) -> None:
        with app.app_context(), unit_of_work() as session:
            docket_id = court_day.things["docket"]
            session.get_one(Docket, docket_id).state = word

    for word, minutes, status in (("planned", 15, 302), ("called", 29, 200), ("called", 30, 302)):
        state(word)
        client = client_of("judge")
        shown = client.get(page)
        assert shown.status_code == 200 and f'data-idle="{1800 if word == "called" else 900}"' in shown.text
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            assert client.get("/purpose").status_code == status
    state("planned")


def test_what_asks_again_is_this_and_nothing_else(app: Flask) -> None:
    marked = {name for name, view in app.view_functions.items() if getattr(view, "needs_proof", False)}
    assert marked == set(ASKED)


def who_may(endpoint: str) -> str:
    """Somebody who may act there, or at least come as far as a 404: by the table that people wrote."""
    line = expected()[endpoint, ASKED[endpoint]]
    words = [who for word in ("yes", "404") for who in ROLES if line[who] == word]
    return "programadmin" if endpoint.startswith("accounts") else words[0]


@pytest.mark.parametrize("endpoint", ASKED)
def test_who_has_not_given_the_password_lately_is_asked(
    app: Flask, filed_day: County, client_of: Client, endpoint: str
) -> None:
    client = client_of(who_may(endpoint))
    address = address_of(app, filed_day, endpoint)
    token = hidden(client.get("/purpose"))["csrf_token"]
    with clock.set_to(NOW + timedelta(minutes=9)):
        client.get("/")
        first = client.open(address, method=ASKED[endpoint], data={"csrf_token": token, "form_key": "x" * 65})
        assert first.status_code in (200, 303, 404, 422)
    with clock.set_to(LATER):
        asked = client.open(address, method=ASKED[endpoint], data={"csrf_token": token, "form_key": "x" * 65})
        if ASKED[endpoint] == "GET":
            assert asked.location.startswith("/confirm?")
        else:
            assert asked.status_code == 401


def test_claiming_an_emergency_or_an_order_asks_again_and_a_purpose_does_not(client_of: Client) -> None:
    client = client_of("judge")
    fields = hidden(client.get("/purpose")) | {"purpose": "cj_monitoring"}
    with clock.set_to(LATER):
        assert client.post("/purpose", data=fields | {"basis": "court_order"}).status_code == 401
        assert client.post("/purpose", data=fields | {"basis": ""}).status_code == 303


def test_the_page_goes_nowhere_else(client_of: Client) -> None:
    client = client_of("judge")
    for address in ("https://elsewhere.example", "//elsewhere.example"):
        answer = client.submit("/confirm", {"password": PASSWORD, "next": address})
        assert answer.location == "/"


def test_refusals_are_in_the_trail(app: Flask, client_of: Client) -> None:
    client_of("deputy").submit("/confirm", {"password": "wrong"})
    with app.app_context():
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "confirmation")).all()
        assert any(one.outcome == "refused" for one in found)
        db.session.remove()
