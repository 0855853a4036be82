"""No room is left: nothing is told as saved that is not, nothing is half there, and with room again it goes on."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.court.packets.building import keep
from portal.extensions import db
from portal.ids import new_token
from tests.app.saving import Saved, address, contact, owner
from tests.app.test_database_gone import served
from tests.attacks.sending import browser
from tests.given.county import County
from tests.processes import forked

pytestmark = pytest.mark.slow
__all__ = ["served"]
MOST_SAVES = 400
PARTS = ("contact", "contact_note", "audit_event", "form_submission")
ROOM = 4096


@contextmanager
def full_file(app: Flask) -> Iterator[None]:
    """SQLite's file may not grow by a page (SQLITE_FULL, as on a full disk)."""

    def limit(raw: Any, *_rest: Any) -> None:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={pages}")

    with app.app_context():
        engine = db.engine
        engine.dispose()
    event.listen(engine, "connect", limit, insert=True)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def full_table(app: Flask, name: str) -> Iterator[None]:
    """PostgreSQL refuses a row of this table with the code of a full disk (53100)."""
    with owner(app) as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER no_room BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
        connection.commit()
    try:
        yield
    finally:
        with owner(app) as connection:
            connection.exec_driver_sql(f"DROP TRIGGER no_room ON {name}")
            connection.exec_driver_sql("DROP FUNCTION no_room")
            connection.commit()


def refused(app: Flask, county: County, client: FlaskClient) -> int:
    """Save until it is refused; the answer's code. Everything that was told is there, and nothing else."""
    told, before = set(), Saved.of(app)
    for _ in range(MOST_SAVES):
        key = new_token()
        answer = client.post(address(county), data=contact(key))
        if answer.status_code != 303:
            break
        told.add(key)
    there, wrong = Saved.of(app).since(before)
    assert wrong == {}
    assert told <= there <= told | {key}
    return int(answer.status_code)


def saves_again(app: Flask, county: County) -> bool:
    before, key = Saved.of(app), new_token()
    answer = browser(app, "casemanager").post(address(county), data=contact(key))
    return answer.status_code == 303 and Saved.of(app).since(before) == ({key}, {})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_under_the_file_of_sqlite(served: Flask, court_day: County) -> None:
    client = browser(served, "casemanager")
    with full_file(served):
        assert refused(served, court_day, client) in (500, 503)
    assert saves_again(served, court_day)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("part", PARTS)
def test_a_full_disk_under_postgresql(served: Flask, court_day: County, part: str) -> None:
    client = browser(served, "casemanager")
    with full_table(served, part):
        assert refused(served, court_day, client) in (500, 503)
    assert saves_again(served, court_day)


def write_without_room(folder: str) -> None:
    """In a process that may write no larger file than ROOM: the process ends with the number of the error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
    try:
        keep(Path(folder) / "packet.pdf", b"x" * ROOM * 4)
    except OSError as refusal:
        os._exit(refusal.errno or 1)
    os._exit(0)


def test_a_full_disk_under_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "packets"
    with forked(write_without_room, str(folder)) as process:
        process.join(60)
        assert process.exitcode == errno.EFBIG
    assert list(folder.iterdir()) == [], "neither a file that looks whole nor a half one that takes the room"
    keep(folder / "packet.pdf", b"whole")
    assert [one.name for one in folder.iterdir()] == ["packet.pdf"]
