"""Each row of the trail is sealed once; what is altered, missing, added or cut afterwards is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, delete, func, insert, make_url, select, update

from portal import clock, guards
from portal.accounts.audit.keys import KeyUnusable
from portal.accounts.audit.models import AuditEvent, AuditLeaf, AuditSeal
from portal.accounts.audit.rows import fields
from portal.accounts.audit.sealing import seal_all
from portal.accounts.audit.services import record_act
from portal.accounts.audit.tree import leaf_of, root_of
from portal.accounts.audit.verifying import heads_in, verify
from portal.database import unwalled_engine
from portal.db import write_intent
from portal.extensions import db
from tests.given.county import NOW, County
from tests.stages import server

EVENTS: Any = AuditEvent.__table__
LEAVES: Any = AuditLeaf.__table__
SEALS: Any = AuditSeal.__table__
TABLES = (LEAVES, SEALS, EVENTS)


class Trail:
    """The trail of a county, its folder, and an owner of the tables who took the guards off."""

    def __init__(self, app: Flask, folder: Path, owner: Engine) -> None:
        self.app, self.folder, self.owner = app, folder, owner
        self.heads = folder / "audit-heads.jsonl"

    def seal(self, at: timedelta = timedelta()) -> int:
        with self.app.app_context(), clock.set_to(NOW + at):
            return seal_all(db.session.session_factory, self.folder)

    def add(self, note: str, at: timedelta = timedelta()) -> UUID:
        with self.app.app_context(), clock.set_to(NOW + at), write_intent(), db.session.session_factory() as session:
            event = record_act(session, None, "probe", note=note)
            session.commit()
            return event.id

    def tamper(self, *statements: Any) -> None:
        with self.owner.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    def count(self, table: Any) -> int:
        with self.owner.begin() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0

    def findings(self, first: int = 1, at: timedelta = timedelta(), kept_here: bool = False) -> list[str]:
        heads = heads_in(self.heads) if self.heads.exists() else ()
        with self.app.app_context(), clock.set_to(NOW + at), db.session.session_factory() as session:
            return list(verify(session, first=first, heads=heads, kept_here=kept_here))


@pytest.fixture
def trail(app: Flask, county: County, tmp_path: Path) -> Iterator[Trail]:
    """Everything so far is sealed; the guards are off, as for whoever owns the database. All is put back."""
    url = make_url(app.config["DATABASE_URL"])
    owner = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    engine = unwalled_engine(owner.render_as_string(hide_password=False))
    with engine.begin() as connection:
        kept = {table: connection.execute(select(table)).all() for table in TABLES}
        take_off_guards(connection)
    made = Trail(app, tmp_path, engine)
    made.add("first")
    made.seal()
    yield made
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(delete(table))
            if kept[table]:
                connection.execute(insert(table), [dict(row._mapping) for row in kept[table]])
        guards.install(connection)
    engine.dispose()


def take_off_guards(connection: Connection) -> None:
    for table in TABLES:
        one = guards.GUARDS[f"{table.name}_only_added"]
        if connection.dialect.name == "sqlite":
            for act in one.on:
                connection.exec_driver_sql(f"DROP TRIGGER {one.name}_{act.lower()}")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {one.name} ON {table.name}")


def test_a_whole_trail_is_well(trail: Trail) -> None:
    assert trail.count(LEAVES) == trail.count(EVENTS) > 10
    assert trail.findings() == []
    assert trail.seal() == 0, "there is nothing left to seal"


def test_an_altered_row_is_named(trail: Trail) -> None:
    row = trail.add("as it was")
    trail.seal()
    for changed in ({"note": "other"}, {"outcome": "refused"}, {"at": NOW - timedelta(days=1)}, {"user_id": None}):
        before = {"note": "as it was", "outcome": "done", "at": NOW, "user_id": None}
        trail.tamper(update(EVENTS).where(EVENTS.c.id == row).values(**changed))
        same = changed == {"user_id": None}
        assert trail.findings() == ([] if same else [f"row {row} of seal 2 was altered"])
        trail.tamper(update(EVENTS).where(EVENTS.c.id == row).values(**before))
    assert trail.findings() == []


def test_a_missing_row_is_named(trail: Trail) -> None:
    row = trail.add("gone")
    trail.seal()
    trail.tamper(delete(EVENTS).where(EVENTS.c.id == row))
    assert trail.findings() == [f"row {row} of seal 2 is missing"]


def test_a_row_removed_with_its_hash_breaks_its_seal(trail: Trail) -> None:
    row, _ = trail.add("gone"), trail.add("stays")
    trail.seal()
    trail.tamper(delete(EVENTS).where(EVENTS.c.id == row), delete(LEAVES).where(LEAVES.c.event_id == row))
    (found,) = trail.findings()
    assert found.startswith("seal 2 ") and "held 2 rows, now 1" in found


def test_a_forged_hash_breaks_its_seal(trail: Trail) -> None:
    row = trail.add("as it was")
    trail.seal()
    leaf = leaf_in(trail, row, note="forged")
    assert trail.findings() == [f"row {row} of seal 2 was altered"]
    trail.tamper(update(LEAVES).where(LEAVES.c.event_id == row).values(hash=leaf))
    (found,) = trail.findings()
    assert "their hashes were altered" in found


def leaf_in(trail: Trail, row: UUID, **changed: Any) -> bytes:
    """The hash that a forger would write beside the row that he altered."""
    trail.tamper(update(EVENTS).where(EVENTS.c.id == row).values(**changed))
    with trail.owner.begin() as connection:
        texts = connection.execute(select(*fields(connection.dialect.name)).where(EVENTS.c.id == row)).one()
    return leaf_of(texts)


def test_a_cut_end_is_known_by_the_heads_that_lie_outside(trail: Trail) -> None:
    rows = [trail.add("cut off")]
    trail.seal()
    trail.tamper(
        delete(EVENTS).where(EVENTS.c.id.in_(rows)),
        delete(LEAVES).where(LEAVES.c.seal_number == 2),
        delete(SEALS).where(SEALS.c.number == 2),
    )
    (found,) = trail.findings()
    assert found.startswith("the trail is cut: seal 2 of 2026-")


def test_a_trail_sealed_anew_is_not_the_one_that_was_kept_outside(trail: Trail, tmp_path: Path) -> None:
    """Whoever owns the database and the machine can seal what he likes; the heads elsewhere tell."""
    trail.tamper(delete(LEAVES), delete(SEALS))
    (tmp_path / "keys" / "audit-seal.key").unlink()
    trail.heads.rename(tmp_path / "elsewhere.jsonl")
    trail.seal()
    assert trail.findings() == []
    trail.heads = tmp_path / "elsewhere.jsonl"
    assert trail.findings() == ["seal 1 is not the one that was kept outside"]


def test_a_row_that_no_seal_holds_after_an_hour_is_told(trail: Trail) -> None:
    trail.add("slipped in", at=-timedelta(hours=3))
    (found,) = trail.findings()
    assert found.startswith("1 rows since 2026-")
    trail.seal()
    assert trail.findings() == [], "however late, what has no seal gets one"


def test_from_a_seal_on_nothing_before_is_read(trail: Trail) -> None:
    row = trail.add("second")
    trail.seal()
    trail.add("third")
    trail.seal()
    trail.tamper(update(EVENTS).where(EVENTS.c.id == row).values(note="altered"))
    assert trail.findings(first=3) == []
    assert trail.findings(first=2) == [f"row {row} of seal 2 was altered"]


def test_signatures_and_the_chain_are_checked(trail: Trail) -> None:
    trail.add("second")
    trail.seal()
    trail.tamper(update(SEALS).where(SEALS.c.number == 2).values(signature=bytes(64)))
    assert trail.findings() == ["seal 2 has no valid signature"]
    trail.tamper(delete(SEALS).where(SEALS.c.number == 1))
    assert "seal 1 is missing" in trail.findings()


def test_a_head_is_exported_even_when_the_export_was_cut_short(trail: Trail) -> None:
    trail.add("second")
    trail.seal()
    lines = trail.heads.read_text().splitlines(keepends=True)
    trail.heads.write_text(lines[0])
    trail.add("third")
    trail.seal()
    assert trail.heads.read_text().splitlines(keepends=True)[:2] == lines
    assert len(heads_in(trail.heads)) == 3


LATER = timedelta(hours=2)


def test_a_cut_file_of_heads_is_named(trail: Trail) -> None:
    """Cut at its end, in the middle, or gone: whoever cuts the trail would cut it too."""
    for note in ("second", "third", "fourth"):
        trail.add(note)
        trail.seal()
    lines = trail.heads.read_text().splitlines(keepends=True)
    assert trail.findings(at=LATER, kept_here=True) == []
    for kept, named in (
        (lines[:2], "seals 3 to 4"),
        (lines[:1] + lines[3:], "seals 2 to 3"),
        (lines[1:], "seal 1"),
        ([], "seals 1 to 4"),
    ):
        trail.heads.write_text("".join(kept))
        assert trail.findings(at=LATER, kept_here=True) == [f"the file of heads is cut: {named} should be in it"]
        assert trail.findings(at=LATER) == [], "a copy from last night holds what was sealed until then"
    trail.heads.unlink()
    assert trail.findings(at=LATER, kept_here=True) == ["the file of heads is cut: seals 1 to 4 should be in it"]


def test_a_seal_of_this_hour_may_still_be_on_its_way_to_the_file(trail: Trail) -> None:
    trail.add("second")
    trail.seal()
    trail.heads.write_text(trail.heads.read_text().splitlines(keepends=True)[0])
    assert trail.findings(kept_here=True) == []


def test_half_a_line_of_a_machine_that_stopped_is_written_anew(trail: Trail) -> None:
    trail.add("second")
    trail.seal()
    whole = trail.heads.read_text()
    trail.heads.write_text(whole[:-40])
    trail.add("third")
    trail.seal()
    assert trail.heads.read_text().startswith(whole)
    assert [one.number for one in heads_in(trail.heads)] == [1, 2, 3]


def test_hashes_whose_seal_is_gone_are_told(trail: Trail) -> None:
    trail.add("second")
    trail.seal()
    trail.tamper(delete(SEALS).where(SEALS.c.number == 2))
    assert "1 hashes of rows belong to a seal that is not there" in trail.findings()


def test_from_a_seal_that_never_was_nothing_is_well(trail: Trail) -> None:
    assert trail.findings(first=9) == ["seal 8 is missing, after which was to be verified"]


def test_looks_are_sealed_with_whose_records_they_were(trail: Trail, county: County) -> None:
    row = trail.add("seen")
    own = EVENTS.c.id == row
    trail.tamper(update(EVENTS).where(own).values(origin_id=county.agencies["court"], categories=3))
    trail.seal()
    for changed in ({"categories": 1}, {"origin_id": county.agencies["riverbend"]}, {"origin_id": None}):
        trail.tamper(update(EVENTS).where(own).values(**changed))
        assert trail.findings() == [f"row {row} of seal 2 was altered"]
        trail.tamper(update(EVENTS).where(own).values(origin_id=county.agencies["court"], categories=3))


def test_the_key_is_for_the_portal_alone(trail: Trail, tmp_path: Path) -> None:
    key = tmp_path / "keys" / "audit-seal.key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.write_bytes(b"short")
    with pytest.raises(KeyUnusable):
        trail.seal()


@pytest.mark.parametrize("leaves", [1, 2, 3, 5, 8, 13])
def test_the_root_depends_on_each_leaf_and_its_place(leaves: int) -> None:
    given = [leaf_of([str(number)]) for number in range(leaves)]
    root = root_of(given)
    assert root_of(given[::-1]) != root or leaves == 1
    for number in range(leaves):
        other = [*given]
        other[number] = leaf_of(["other"])
        assert root_of(other) != root
