"""Signing in: the same answer for known and unknown names, a throttle that holds, sessions that end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.sign_in import attempts
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.routes import safe_next
from portal.db import unit_of_work
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

Client = Callable[[str], SignedInClient]
GUESSES = 20


def fresh(app: Flask) -> SignedInClient:
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client


def try_in(client: SignedInClient, name: str, password: str) -> tuple[int, str]:
    answer = client.submit("/sign-in", {"username": name, "password": password})
    return answer.status_code, answer.text


def test_known_and_unknown_names_get_the_same_page(app: Flask) -> None:
    client = fresh(app)
    wrong = try_in(client, "office", "not the password")
    unknown = try_in(client, "nobody", "not the password")
    assert wrong[0] == unknown[0] == 422
    assert "do not fit together" in wrong[1]
    assert without_fields(wrong[1], "office") == without_fields(unknown[1], "nobody")


def without_fields(page: str, name: str) -> list[str]:
    """The page without what differs from form to form: token, key and the name typed."""
    lines = page.replace(f'value="{name}"', "").splitlines()
    return [line for line in lines if "csrf_token" not in line and "form_key" not in line]


@pytest.mark.parametrize("name", ["deputy", "nobody-of-this-name"])
def test_five_failures_lock_a_name_until_it_is_released(app: Flask, name: str) -> None:
    """Known or not, the answers are the same."""
    client = fresh(app)
    client.environ_base["REMOTE_ADDR"] = "203.0.113.5"
    for _ in range(5):
        assert "do not fit together" in try_in(client, name, "wrong")[1]
    for later in (timedelta(), timedelta(minutes=16), timedelta(days=9)):
        with clock.set_to(NOW + later):
            assert "Locked after five failures" in try_in(fresh(app), name, PASSWORD)[1]


def test_four_failures_and_a_quarter_of_an_hour_later_four_more_lock_nobody(app: Flask) -> None:
    client = fresh(app)
    for later in (timedelta(), timedelta(minutes=15, seconds=1)):
        with clock.set_to(NOW + later):
            for _ in range(4):
                assert "do not fit together" in try_in(client, "evaluator", "wrong")[1]
    with clock.set_to(NOW + timedelta(minutes=16)):
        assert try_in(client, "evaluator", PASSWORD)[0] == 303


def test_an_administrator_releases_the_lock(app: Flask, client_of: Client, county: County) -> None:
    client = fresh(app)
    for _ in range(5):
        try_in(client, "clerk", "wrong")
    page = f"/staff/{county.users['clerk']}"
    admin = client_of("programadmin")
    assert "Locked" in admin.get("/staff").text
    assert admin.submit(page, {}, to=f"{page}/release").status_code == 303
    with clock.set_to(NOW + timedelta(seconds=1)):
        assert "do not fit together" in try_in(client, "clerk", "wrong")[1], "the count begins anew"
        assert try_in(client, "clerk", PASSWORD)[0] == 303


def test_guesses_that_arrive_together_are_counted_before_any_is_compared(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty at once, as from many workers: five at most are compared."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    together = Barrier(GUESSES)

    def guess(_number: int) -> str:
        together.wait(timeout=60)
        with clock.set_to(NOW):
            client = fresh(app)
            client.environ_base["REMOTE_ADDR"] = "203.0.113.20"
            return client.post("/sign-in", data={"username": "collector", "password": "wrong"}).text

    with ThreadPoolExecutor(GUESSES) as pool:
        answers = list(pool.map(guess, range(GUESSES)))
    compared = sum("do not fit together" in one for one in answers)
    assert compared <= 5
    assert compared + sum("Locked after" in one for one in answers) == GUESSES


def test_the_throttle_counts_over_all_names_of_one_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "ATTEMPTS_OF_LINE", 6)
    client = fresh(app)
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    for number in range(6):
        assert "do not fit together" in try_in(client, f"guess-{number}", "wrong")[1]
    assert "Too many attempts" in try_in(client, "judge", PASSWORD)[1]


def test_the_browser_holds_a_random_token_and_the_database_its_hash(app: Flask) -> None:
    client = fresh(app).sign_in("judge", PASSWORD)
    cookie = client.get_cookie("portal")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    with app.app_context():
        stored = db.session.scalars(select(SignInSession.token_hash)).all()
    assert cookie.value not in stored


@pytest.mark.parametrize(("later", "code"), [(timedelta(minutes=14), 200), (timedelta(minutes=15), 302)])
def test_an_idle_session_ends(client_of: Client, later: timedelta, code: int) -> None:
    client = client_of("judge")
    with clock.set_to(NOW + later):
        assert client.get("/participants").status_code == code


def test_a_session_ends_after_twelve_hours_however_busy(client_of: Client) -> None:
    client = client_of("judge")
    for minutes in range(10, 12 * 60, 10):
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            assert client.get("/purpose").status_code == 200
    with clock.set_to(NOW + timedelta(hours=12)):
        assert client.get("/purpose").status_code == 302


def test_a_session_gets_another_token_at_sign_in_and_the_earlier_one_of_the_browser_ends(app: Flask) -> None:
    client = fresh(app).sign_in("prosecutor", PASSWORD)
    first = client.get_cookie("portal")
    client.sign_in("prosecutor", PASSWORD)
    second = client.get_cookie("portal")
    assert first is not None and second is not None and first.value != second.value
    client.set_cookie("portal", first.value)
    assert client.get("/participants").status_code == 302


def test_signing_out_ends_the_session_itself(app: Flask) -> None:
    client = fresh(app).sign_in("judge", PASSWORD)
    cookie = client.get_cookie("portal")
    assert cookie is not None
    assert client.submit("/purpose", {}, to="/sign-out").status_code == 303
    client.set_cookie("portal", cookie.value)
    assert client.get("/participants").status_code == 302


def test_a_disabled_account_is_out_at_once(
    client_of: Client, acting: Callable[..., Acting], county: County, app: Flask
) -> None:
    from portal.accounts.agencies.models import UserAccount

    client = client_of("programadmin")
    assert client.get("/").status_code == 200
    with app.app_context(), unit_of_work() as session:
        session.get_one(UserAccount, county.users["programadmin"]).status = "suspended"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "javascript:x"]
)
def test_going_on_never_leaves_the_portal(address: str) -> None:
    assert safe_next(address) == "/"


def test_attempts_are_kept_even_when_refused(app: Flask) -> None:
    from portal.accounts.sign_in.models import SignInAttempt

    with app.app_context():
        before = db.session.scalar(select(func.count(SignInAttempt.id))) or 0
        db.session.rollback()
    try_in(fresh(app), "stranger", "wrong")
    with app.app_context():
        assert (db.session.scalar(select(func.count(SignInAttempt.id))) or 0) == before + 1
