"""A long trail is verified whole, and from a seal on in a moment; the night takes ten million rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, make_url, update

from portal import clock, create_app
from portal.accounts.audit.verifying import verify
from portal.database import unwalled_engine, upgrade
from portal.extensions import db
from tests.accounts.audit.many import EVENTS, fill
from tests.accounts.audit.test_sealing import take_off_guards
from tests.given.county import NOW
from tests.stages import ROLE, create_database, drop_database, server, settings

ROWS = 40_000
SECONDS = 5.0
"""For what was sealed since the last verification, on whatever machine."""


@pytest.fixture(scope="module")
def owner(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Flask]]:
    """An empty portal, and the owner of its tables, who took the guards off."""
    folder, name = tmp_path_factory.mktemp("many"), f"portal_test_{uuid4().hex[:12]}"
    url = f"sqlite:///{folder / 'portal.sqlite3'}"
    if database == "postgresql":
        create_database(name)
        url = server().set(database=name).render_as_string(hide_password=False)
    upgrade(url, ROLE if database == "postgresql" else "")
    engine = unwalled_engine(url)
    mine = make_url(url).set(username=ROLE, password=None) if database == "postgresql" else make_url(url)
    app = create_app(settings(mine.render_as_string(hide_password=False), folder))
    with engine.begin() as connection:
        take_off_guards(connection)
    yield engine, app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    engine.dispose()
    if database == "postgresql":
        drop_database(name)


def findings(app: Flask, first: int = 1) -> tuple[list[str], float]:
    """What is found from a seal on, and how many seconds it took."""
    with app.app_context(), clock.set_to(NOW), db.session.session_factory() as session:
        began = time.monotonic()
        return list(verify(session, first=first)), time.monotonic() - began


def test_many_rows_are_verified_and_the_newest_in_a_moment(owner: tuple[Engine, Flask], tmp_path: Path) -> None:
    engine, app = owner
    seals = fill(engine, ROWS)
    found, whole = findings(app)
    since, newest = findings(app, first=seals)
    assert (found, since) == ([], [])
    assert newest < max(SECONDS, whole)
    early, late = UUID(int=7), UUID(int=ROWS)
    with engine.begin() as connection:
        connection.execute(update(EVENTS).where(EVENTS.c.id == early).values(at=NOW - timedelta(days=400)))
        connection.execute(delete(EVENTS).where(EVENTS.c.id == late))
    altered, missing = f"row {early} of seal 1 was altered", f"row {late} of seal {seals} is missing"
    assert sorted(findings(app)[0]) == sorted([altered, missing])
    assert findings(app, first=seals)[0] == [missing]
