"""The database goes away in the middle of a save, at each statement in turn: nobody is told "Saved" who was not, and
sending the form again saves it once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, event, make_url, text

from portal import create_app
from portal.extensions import db
from portal.ids import new_token
from tests.app.saving import Saved, address, contact
from tests.attacks.sending import browser
from tests.given.county import County
from tests.stages import server

pytestmark = pytest.mark.slow
LEAST_STATEMENTS = 15
GONE = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()")


@pytest.fixture(scope="module")
def served(app: Flask, court_day: County) -> Iterator[Flask]:
    """The application as it is served: an error becomes an answer."""
    there = create_app(dict(app.config) | {"TESTING": False, "WTF_CSRF_ENABLED": False})
    yield there
    with there.app_context():
        db.session.remove()
        db.engine.dispose()


def cut(app: Flask, connection: Connection) -> None:
    """End the connection from the other side: PostgreSQL's own way; on SQLite the file is closed under it."""
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.close()
        return
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        assert other.execute(GONE, {"name": url.database}).all()
    engine.dispose()


@contextmanager
def gone_at(app: Flask, step: int) -> Iterator[list[str]]:
    """The database goes away just before this statement or commit, counted from 0; -1 for never. Yields them all."""
    seen: list[str] = []

    def count(connection: Connection, what: str) -> None:
        seen.append(what)
        if len(seen) == step + 1:
            cut(app, connection)

    def statement(connection: Connection, _cursor: Any, sql: str, *_rest: Any) -> None:
        count(connection, sql)

    def commit(connection: Connection) -> None:
        count(connection, "COMMIT")

    with app.app_context():
        engine = db.engine
    listeners: tuple[tuple[str, Callable[..., None]], ...] = (("before_cursor_execute", statement), ("commit", commit))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield seen
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def test_never_a_false_saved(served: Flask, court_day: County) -> None:
    client, page = browser(served, "casemanager"), address(court_day)
    client.post(page, data=contact(new_token()))
    # The look is noted once an hour: from now on each save takes the same steps.
    with gone_at(served, -1) as steps:
        assert client.post(page, data=contact(new_token())).status_code == 303
    assert len(steps) >= LEAST_STATEMENTS and "COMMIT" in steps
    told: dict[int, int] = {}
    for step in range(len(steps)):
        key, before = new_token(), Saved.of(served)
        with gone_at(served, step) as seen:
            answer = client.post(page, data=contact(key))
        assert len(seen) > step, "the database did not go away"
        there, wrong = Saved.of(served).since(before)
        assert wrong == {}, f"half of it is there, step {step}: {seen[step]}"
        assert answer.status_code in (303, 500, 503), seen[step]
        assert there == {key} or answer.status_code != 303, f"told and not saved, step {step}: {seen[step]}"
        told[step] = answer.status_code
        assert client.post(page, data=contact(key)).status_code == 303, "the next request finds the database again"
        there, wrong = Saved.of(served).since(before)
        assert (there, wrong) == ({key}, {}), "sent again, saved once"
    assert set(told.values()) >= {500, 503}, told
    assert 303 not in told.values()


def test_a_page_is_not_shown_when_the_trail_can_not_be_written(served: Flask, court_day: County) -> None:
    page = f"/participants/{court_day.people['xio']}"
    with gone_at(served, -1) as steps:
        client = browser(served, "casemanager")
        signing_in = len(steps)
        assert "Delgado-Pruitt" in client.get(page).text
    last = len(steps) - signing_in
    for step in (*range(0, last, last // 6), *range(last - 5, last)):
        client = browser(served, "casemanager")  # each session's first look is written down
        with gone_at(served, step):
            answer = client.get(page)
        assert answer.status_code in (500, 503), steps[signing_in + step]
        assert "Delgado-Pruitt" not in answer.text
