"""A record that is denied, one that never was, and an address that is none: nobody can tell them apart.

Neither by status, bytes and headers of the answer, nor by what the portal asks its database, which is what the time of
an answer is made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.extensions import db
from portal.ids import new_id
from tests.access.subjects import address_of
from tests.access.test_access import UNFIT, expected
from tests.given.county import PASSWORD, County

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
COURT = ("judge", "coordinator", "clerk", "prosecutor", "defender", "officer", "collector", "casemanager")
ON_POSTGRESQL = {
    "participants.people.overview",
    "compliance.behaviors.show",
    "compliance.drug_tests.shelf",
    "consent.instruments.revoke",
    "court.packets.download",
    "court.reports.show",
    "treatment.sessions.correct_page",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a browser gets, and what was asked of the database for it."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]

    @property
    def seen(self) -> tuple[Any, ...]:
        return self.status, self.body, self.headers


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The text of every statement that reaches the database, without what is bound to it."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def open_app(app: Flask, filed_day: County) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app


Ask = Callable[[str, str], Answer]


@pytest.fixture
def asking(open_app: Flask, request: pytest.FixtureRequest) -> Callable[[str], Ask]:
    """`asking("stranger")("GET", address)`"""

    def of(who: str) -> Ask:
        client: FlaskClient = open_app.test_client()
        client.post("/sign-in", data={"username": who, "password": PASSWORD})

        def ask(method: str, address: str) -> Answer:
            with statements(open_app) as asked:
                answer = client.open(address, method=method, data=UNFIT if method == "POST" else None)
            return Answer(answer.status_code, answer.data, tuple(answer.headers.items()), tuple(asked))

        return ask

    return of


def absent(address: str) -> str:
    return UUID.sub(lambda _found: str(new_id()), address)


NOT_MADE_YET = {("prosecutor", "court.packets.download")}
"""The packet is the prosecutor's own; its file waits for the queue, so this 404 denies nothing."""


def denied_to(app: Flask, county: County, who: str) -> list[tuple[str, str]]:
    """(method, address) of every record that this one may not know of: about Xio for a stranger, and for the court
    about Maya, whom another program leads."""
    found = []
    for (endpoint, method), line in expected().items():
        address = address_of(app, county, endpoint)
        if (who, endpoint) in NOT_MADE_YET:
            continue
        if line[who] == "404" and UUID.search(address):
            found.append((method, address))
        elif who in COURT and line[who] == "yes" and str(county.people["xio"]) in address:
            found.append((method, address.replace(str(county.people["xio"]), str(county.people["maya"]))))
    return found


def told_apart(ask: Ask, method: str, address: str) -> str:
    """How a denied record differs from one that is not there; "" when it does not."""
    nowhere = absent(address)
    ask(method, nowhere)
    denied, missing = ask(method, address), ask(method, nowhere)
    assert missing.statements, "nothing was asked of the database: who listens?"
    malformed = ask(method, UUID.sub("not-an-id", address))
    if denied.status != 404:
        return f"{denied.status} in place of 404"
    if denied.seen != missing.seen:
        return "the answer differs from that for a record that never was"
    if denied.seen != malformed.seen:
        return "the answer differs from that for a malformed address"
    if denied.statements != missing.statements:
        both = zip(denied.statements, missing.statements, strict=False)
        first = next((pair for pair in both if pair[0] != pair[1]), ("one asks more", ""))
        return f"{len(denied.statements)} statements and {len(missing.statements)}: {first}"
    return ""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("who", "least"),
    [
        ("stranger", 30),
        ("prosecutor", 11),
        ("clerk", 4),
        ("collector", 6),
        ("casemanager", 20),
        ("counselor", 6),
        ("diverter", 20),
        ("deputy", 4),
        ("sysadmin", 4),
    ],
)
def test_nobody_can_tell_a_denied_record_from_one_that_never_was(
    open_app: Flask, county: County, asking: Callable[[str], Ask], who: str, least: int
) -> None:
    denied = denied_to(open_app, county, who)
    assert len(denied) >= least
    ask = asking(who)
    found = {f"{method} {address}": told_apart(ask, method, address) for method, address in denied}
    assert {address: how for address, how in found.items() if how} == {}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nor_on_postgresql(open_app: Flask, county: County, asking: Callable[[str], Ask]) -> None:
    ask = asking("stranger")
    found = {endpoint: told_apart(ask, "GET", address_of(open_app, county, endpoint)) for endpoint in ON_POSTGRESQL}
    assert {endpoint: how for endpoint, how in found.items() if how} == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_address_that_never_was_answers_the_same(
    open_app: Flask, county: County, asking: Callable[[str], Ask]
) -> None:
    ask = asking("stranger")
    packet = ask("GET", address_of(open_app, county, "court.packets.download"))
    assert packet.seen == ask("GET", "/nothing/of/the/kind").seen
