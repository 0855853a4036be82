"""Asking as a browser does, and noting all that an answer could tell: status, bytes, headers, and what was asked of the
database for it, which is what the time of an answer is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.extensions import db
from portal.ids import new_id
from tests.given.county import PASSWORD

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b")
ONCE = re.compile(rb'name="(?:form_key|csrf_token)"[^>]*>')
"""The hidden keys of a form are others each time."""


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


Ask = Callable[..., Answer]
"""`ask("GET", address)`, `ask("POST", address, form)`"""


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The text of every statement that reaches the database, without what is bound to it."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("PRAGMA query_only"):  # only when this connection's last user did the other
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def sign_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"username": who, "password": PASSWORD})
    return client


def asking(app: Flask, who: str) -> Ask:
    client = sign_in(app, who)
    for _ in range(2):
        client.get("/")  # the first pages set the forms' cookie

    def ask(method: str, address: str, form: Mapping[str, Any] | None = None) -> Answer:
        with statements(app) as asked:
            answer = client.open(address, method=method, data=form if method == "POST" else None)
        return Answer(answer.status_code, ONCE.sub(b"", answer.data), tuple(answer.headers.items()), tuple(asked))

    return ask


def absent(address: str) -> str:
    """The same address with ids that never were."""
    return UUID.sub(lambda found: str(new_id()) if "-" in found[0] else new_id().hex, address)


def differs(one: Answer, other: Answer) -> str:
    """In what two answers can be told apart; "" when they can't."""
    if one.status != other.status:
        return f"{one.status} and {other.status}"
    if one.seen != other.seen:
        return f"another page or other headers ({one.status})"
    if one.statements != other.statements:
        pairs = zip(one.statements, other.statements, strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), ("one asks more", ""))
        return f"{len(one.statements)} statements and {len(other.statements)}: {first}"
    return ""


def told_apart(ask: Ask, method: str, address: str, form: Mapping[str, Any] | None = None, nowhere: str = "") -> str:
    """How a denied record differs from one that is not there; "" when it does not.

    `nowhere` is the address of what is not there; without it, all ids of the address are replaced.
    """
    nowhere = nowhere or absent(address)
    missing, denied = ask(method, nowhere, form), ask(method, address, form)
    if differs(denied, missing):
        missing = ask(method, nowhere, form)  # whoever asks first may load what is kept from then on
    assert missing.statements, "nothing was asked of the database: who listens?"
    if denied.status not in (403, 404):
        return f"{denied.status} in place of 404"
    if denied.status == 404 and denied.seen != ask(method, UUID.sub("not-an-id", address), form).seen:
        return "the answer differs from that for a malformed address"
    return differs(denied, missing)
