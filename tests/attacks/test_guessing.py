"""Guessing passwords: one name from many places, many names from one place, at several servers; and what time tells."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from portal import clock, create_app
from portal.accounts.agencies.models import UserAccount
from portal.accounts.confirmation import routes as confirming
from portal.accounts.passwords.hashing import hashed, keep_at, password_fits
from portal.accounts.sign_in.attempts import ATTEMPTS, ATTEMPTS_OF_LINE, begin_attempt
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.vocabulary import Act
from portal.db import unit_of_work
from portal.extensions import db
from tests.clients import CHEAP
from tests.given.county import NOW, PASSWORD, County
from tests.leaks.asking import statements

pytestmark = pytest.mark.slow
ROUNDS = 9
WRONG = "wrong"
NEAR = 1.5
"""How many times as long one kind of name may take: nobody's name without the work would be a hundredth."""


@pytest.fixture(scope="module")
def servers(app: Flask) -> Iterator[list[Flask]]:
    """Two servers on one database that share no memory."""
    both = [create_app(dict(app.config) | {"WTF_CSRF_ENABLED": False}) for _ in range(2)]
    yield both
    for one in both:
        with one.app_context():
            db.session.remove()
            db.engine.dispose()


def guess(app: Flask, name: str, place: str, password: str = WRONG) -> str:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = place
    answer = client.post("/sign-in", data={"username": name, "password": password})
    return "in" if answer.status_code == 303 else answer.text


@pytest.mark.parametrize("name", ["collector", "nobody-at-all"])
def test_one_name_from_many_places_at_two_servers(servers: list[Flask], name: str) -> None:
    for turn in range(ATTEMPTS):
        assert "do not fit together" in guess(servers[turn % 2], name, f"198.51.100.{turn}")
    for server in servers:
        assert "Locked after five failures" in guess(server, name, "198.51.100.200", PASSWORD)


def test_many_names_from_one_place_at_two_servers(servers: list[Flask], county: County) -> None:
    with clock.set_to(NOW):
        for turn in range(ATTEMPTS_OF_LINE):
            assert "do not fit together" in guess(servers[turn % 2], f"somebody-{turn}", "203.0.113.77")
        for server in servers:
            assert "Too many attempts" in guess(server, "judge", "203.0.113.77", PASSWORD)
        assert guess(servers[0], "judge", "203.0.113.78", PASSWORD) == "in", "others are not held up by it"


def test_a_header_is_no_other_place(servers: list[Flask]) -> None:
    """Whoever sends another X-Forwarded-For each time is counted as one place when no proxy is trusted."""
    client = servers[0].test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.99"
    for turn in range(ATTEMPTS_OF_LINE + 1):
        answer = client.post(
            "/sign-in",
            data={"username": f"guessed-{turn}", "password": "wrong"},
            headers={"X-Forwarded-For": f"192.0.2.{turn}", "Forwarded": f"for=192.0.2.{turn}"},
        )
    assert "Too many attempts" in answer.text


def test_whoever_holds_a_session_gets_five_guesses_at_its_password(
    servers: list[Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long apart, at whichever server: then the session is over, and the name locked in time."""
    compared: list[str] = []
    monkeypatch.setattr(confirming, "compare", lambda name, word: compared.append(word))
    with clock.set_to(NOW):
        client = servers[0].test_client()
        assert client.post("/sign-in", data={"username": "clerk", "password": PASSWORD}).status_code == 303
        token = client.get_cookie("portal")
        assert token is not None
    for turn in range(ATTEMPTS + 2):
        with clock.set_to(NOW + timedelta(hours=turn)):
            thief = servers[turn % 2].test_client()
            thief.set_cookie(token.key, token.value)
            answer = thief.post("/confirm", data={"password": WRONG})
        if turn < ATTEMPTS - 1:
            assert answer.status_code == 422
        else:
            assert answer.location.startswith("/sign-in")
    assert len(compared) == ATTEMPTS


def test_guesses_that_arrive_together_are_five_as_well(servers: list[Flask]) -> None:
    """Each is written down before any is weighed; of those beyond the fifth not even the right one opens."""
    with clock.set_to(NOW):
        client = servers[0].test_client()
        assert client.post("/sign-in", data={"username": "staff", "password": PASSWORD}).status_code == 303
        with servers[0].app_context(), unit_of_work() as session:
            mine = session.scalars(select(SignInSession).join(UserAccount).where(UserAccount.username == "staff")).one()
            for _ in range(ATTEMPTS):
                begin_attempt(session, Act.CONFIRMATION, "staff", "203.0.113.9", b"key", mine.id)
        answer = client.post("/confirm", data={"password": PASSWORD})
        assert answer.location == "/sign-in?done=failed-again"
        assert client.get("/").location.startswith("/sign-in")


@pytest.fixture
def in_earnest() -> Iterator[None]:
    """Passwords cost what they cost people; the tests keep them cheap elsewhere."""
    keep_at(PasswordHasher())
    yield
    keep_at(CHEAP)


def work(app: Flask, name: str, turn: int) -> float:
    """Seconds of the processor for one refused attempt, whatever else the machine does."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{turn}"
    begun = time.process_time()
    client.post("/sign-in", data={"username": name, "password": "wrong"})
    return time.process_time() - begun


def test_time_does_not_tell_which_names_are_known(servers: list[Flask], county: County, in_earnest: None) -> None:
    app, known = servers[0], ("prosecutor", "defender", "evaluator")
    with app.app_context(), unit_of_work() as session:
        for who in known:
            session.get_one(UserAccount, county.users[who]).password_hash = hashed(PASSWORD)
    begun = time.process_time()
    assert not password_fits("", WRONG)
    bare = time.process_time() - begun
    work(app, "nobody-first", 1)
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(ROUNDS):
        # Three rounds a name at most, so that none is locked on the way.
        times["known"].append(work(app, known[turn // 3], turn))
        times["unknown"].append(work(app, f"nobody-{turn // 3}", turn))
    told = {kind: statistics.median(all_of) for kind, all_of in times.items()}
    assert 1 / NEAR < told["known"] / told["unknown"] < NEAR, times
    assert min(told.values()) > bare / 2, "a password is compared at all"


def test_nor_do_the_statements(servers: list[Flask]) -> None:
    """What is asked of the database is the same, too."""
    app = servers[1]
    with statements(app) as known:
        guess(app, "officer", "192.0.2.50")
    with statements(app) as unknown:
        guess(app, "nobody-of-that-name", "192.0.2.51")
    assert known == unknown
    assert len(known) > 5
