"""The whole way, as an operator goes it: back up while people work, restore elsewhere, look whether all is there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock, create_app
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.sealing import seal_all
from portal.accounts.audit.services import record_act
from portal.accounts.audit.verifying import heads_in, verify
from portal.backup import making, restoring
from portal.backup.keys import identities, recipients
from portal.database import unwalled_engine
from portal.db import unit_of_work
from portal.extensions import db
from portal.proving import differing_grants
from tests.app.backup.conftest import Installation, KeyPair
from tests.clients import SignedInClient
from tests.given.county import PASSWORD, County


class Writer:
    """Somebody who works on while the backup is made: two rows in each transaction, and seals in between."""

    def __init__(self, app: Flask) -> None:
        self.app, self.written, self.over = app, 0, threading.Event()

    def write(self) -> None:
        while not self.over.is_set():
            with self.app.app_context(), unit_of_work() as session:
                for _ in range(2):
                    record_act(session, None, "pair", note=str(self.written))
            self.written += 1
            if self.written % 20 == 0:
                seal(self.app)


@contextmanager
def writing(app: Flask) -> Iterator[Writer]:
    writer = Writer(app)
    thread = threading.Thread(target=writer.write)
    thread.start()
    try:
        yield writer
    finally:
        writer.over.set()
        thread.join()


def seal(app: Flask) -> None:
    with app.app_context(), clock.set_to(datetime.now(UTC)):
        seal_all(db.session.session_factory, Path(app.config["DATA_FOLDER"]))


def acts(place: Installation, act: str) -> Counter[str]:
    """How many rows of an act the trail has in an installation's database, by their note."""
    engine = unwalled_engine(place.places.owner_url)
    events = AuditEvent.__table__
    with engine.connect() as connection:
        found = Counter(connection.scalars(select(events.c.note).where(events.c.act == act)))
    engine.dispose()
    return found


@contextmanager
def portal_of(place: Installation) -> Iterator[Flask]:
    """The portal of a restored installation."""
    app = create_app(place.settings)
    app.test_client_class = SignedInClient
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def page_of(app: Flask, county: County) -> str:
    """What a counselor sees of a participant."""
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client.sign_in("counselor", PASSWORD).get(f"/participants/{county.people['xio']}").text


@pytest.fixture(scope="module")
def worked_in(app: Flask) -> Flask:
    """The trail is sealed, and a packet is kept."""
    seal(app)
    kept = Path(app.config["DATA_FOLDER"]) / "packets" / "a.pdf"
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(b"%PDF-1.7 a packet")
    return app


def test_a_backup_made_while_people_work_is_one_moment_and_comes_back_whole(
    worked_in: Flask,
    source: Installation,
    empty: Callable[[], Installation],
    key_pair: Callable[[str], KeyPair],
    county: County,
    tmp_path: Path,
) -> None:
    keys, file = key_pair("own"), tmp_path / "court.backup"
    with writing(worked_in) as writer:
        made = source.process("backup", "--to", str(file), "--recipient", keys.public)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    place = empty()
    restored = place.process("restore", str(file), "--identity", str(keys.file))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "The audit trail is as it was written; every grant is what a fresh compile gives." in restored.stdout

    found = acts(place, "pair")
    assert set(found.values()) == {2}, "half a transaction was kept"
    assert 0 < len(found) < writer.written, "the backup was not made while the writer worked"
    with portal_of(place) as app:
        with app.app_context(), clock.set_to(datetime.now(UTC)):
            assert list(verify(db.session(), heads=heads_in(place.places.heads))) == []
        assert list(differing_grants(app)) == []
        assert "Xiomara" in page_of(app, county)
    files = {path.relative_to(place.places.folder).as_posix() for path in place.places.folder.rglob("*.pdf")}
    assert files == {"packets/a.pdf"}
    assert not list(source.places.folder.glob(".backup-*")), "a copy in the open was left"


def test_what_was_restored_can_be_backed_up(
    worked_in: Flask,
    source: Installation,
    empty: Callable[[], Installation],
    key_pair: Callable[[str], KeyPair],
    tmp_path: Path,
) -> None:
    """On PostgreSQL by an owner who is no superuser."""
    keys, places = key_pair("own"), [source, empty(), empty()]
    for number, (from_here, to_there) in enumerate(pairwise(places)):
        file = tmp_path / f"{number}.backup"
        making.make(from_here.places, file, recipients([keys.public]))
        manifest = restoring.restore(to_there.places, file, identities(keys.file))
        assert list(restoring.worth_knowing(to_there.places, manifest)) == []
    assert acts(places[2], "pair") == acts(source, "pair")
    assert sum(acts(places[2], "backup_made").values()) == 1, "that it was made stands in the copy itself"
    assert making.last_made(source.places.folder) is not None
