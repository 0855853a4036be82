"""Where the demonstration lies, and when it is made anew: a file for each set of inputs, copied to where it is used."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal import paths
from portal.demo.calendar import Calendar, moment

if TYPE_CHECKING:
    from flask import Flask

Say = Callable[[str], None]

OF_PAGES = frozenset({"routes", "forms", "presenting", "cli", "navigation", "web_edge", "access", "shell"})
"""Modules that show and don't record: a change of them leaves the county as it was."""


class ForeignDatabase(RuntimeError):
    """The place of the demonstration's database holds something that is no demonstration."""


@dataclass(frozen=True, slots=True)
class Places:
    """The demonstration's files under the folder that the portal writes to."""

    var: Path

    @property
    def folder(self) -> Path:
        return self.var / "demo"

    @property
    def database(self) -> Path:
        return self.var / "portal.sqlite3"

    @property
    def accounts(self) -> Path:
        return self.folder / "accounts.json"

    @property
    def key(self) -> Path:
        return self.folder / "secret-key"

    @property
    def placed(self) -> Path:
        """Says from which inputs the database in use was made."""
        return self.folder / "placed"

    @property
    def packets(self) -> list[Path]:
        """The packets for the next docket, one for each addressee."""
        return sorted(self.folder.glob("packet-*.pdf"))

    def kept(self, inputs: str) -> Path:
        """The county as it was made from these inputs, before anybody used it."""
        return self.folder / f"county-{inputs}.sqlite3"

    def settings(self, database: Path | None = None) -> dict[str, Any]:
        """What `create_app` is given for the demonstration."""
        return {
            "ENVIRONMENT": "demonstration",
            "DATABASE_URL": f"sqlite:///{database or self.database}",
            "DATA_FOLDER": str(self.var),
            "SECRET_KEY": secret_key(self),
            "SESSION_COOKIE_SECURE": False,
            "REQUIRE_SECOND_FACTOR": False,
        }


def secret_key(places: Places) -> str:
    """The demonstration's own key, made once."""
    if not places.key.exists():
        places.folder.mkdir(parents=True, exist_ok=True)
        places.key.touch(mode=0o600)
        places.key.write_text(secrets.token_hex(32), encoding="utf-8")
    return places.key.read_text(encoding="utf-8")


def inputs_of(calendar: Calendar) -> str:
    """What the county is made from, as one word: the days, the code that records, the rules, the paper of reports."""
    found = hashlib.sha256(f"{calendar.today}{calendar.to_mark_on}".encode())
    for path in sources():
        found.update(str(path.relative_to(paths.PACKAGE.parent)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def sources() -> Iterator[Path]:
    for pattern in ("*.py", "*.toml"):
        for path in sorted(paths.PACKAGE.rglob(pattern)):
            if path.stem not in OF_PAGES:
                yield path
    for folder in (paths.MIGRATIONS / "versions", paths.TEMPLATES / "pdf", paths.STATIC / "paper"):
        yield from sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".css"))


def ready(var: Path, calendar: Calendar, say: Say, fresh: bool = False) -> Places:
    """The demonstration of this day in its place: made when its inputs are new, else as it was left.

    `fresh` puts it back to how it was made. ForeignDatabase when another database lies in its place.
    """
    places = Places(var)
    inputs = inputs_of(calendar)
    refuse_foreign(places)
    kept = places.kept(inputs)
    if not kept.exists():
        make(places, calendar, kept, say)
    placed = places.placed.read_text(encoding="utf-8") if places.placed.exists() else ""
    if fresh or placed != inputs or not places.database.exists():
        place(places, kept, inputs)
    return places


def refuse_foreign(places: Places) -> None:
    """Never put the demonstration over a database that somebody else made."""
    if not places.database.exists() or places.placed.exists():
        return
    raise ForeignDatabase(
        f"{places.database} is there already and was not made by the demonstration. "
        "Move it away, or name another folder in PORTAL_DATA_FOLDER."
    )


def make(places: Places, calendar: Calendar, kept: Path, say: Say) -> None:
    """Play the history into a new file; it gets its name only when it is whole."""
    from portal import create_app
    from portal.database import upgrade
    from portal.demo.making import make_county
    from portal.demo.stage import hurry
    from portal.extensions import db

    say("Making the demonstration county: nine months, day after day. This takes about a minute.")
    places.folder.mkdir(parents=True, exist_ok=True)
    building = places.folder / "building.sqlite3"
    remove(building)
    upgrade(f"sqlite:///{building}")
    app = create_app(places.settings(building))
    hurry(app)
    make_county(app, calendar)
    write_packets(app, places, calendar)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    write_accounts(places)
    settle(building)
    for older in places.folder.glob("county-*.sqlite3"):
        remove(older)
    building.replace(kept)


def settle(database: Path) -> None:
    """Write everything into the one file, so that it can be copied."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def place(places: Places, kept: Path, inputs: str) -> None:
    """Copy the county to where it is used; what was done in the one before goes with it."""
    copy = places.folder / "copy.sqlite3"
    shutil.copy(kept, copy)
    places.placed.write_text(inputs, encoding="utf-8")
    remove(places.database)
    copy.replace(places.database)


def remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


PACKETS = {"judge": "whitlow", "prosecutor": "pruitt", "defense": "castellan", "supervision": "lindqvist"}
"""Whose packet for the next docket is written beside the database, by addressee."""


def write_packets(app: Flask, places: Places, calendar: Calendar) -> None:
    """What each addressee's download gives for the next docket; nothing where nothing is filed for somebody."""
    from portal import clock
    from portal.court.packets.cli import NoPacket, write_packet

    for path in places.packets:
        path.unlink()
    with app.app_context(), clock.set_to(moment(calendar.today, clock.midnight())):
        for addressee, username in PACKETS.items():
            with suppress(NoPacket):
                write_packet(username, "next", places.folder / f"packet-{addressee}.pdf")


def write_accounts(places: Places) -> None:
    """Who can sign in, for people and for the tests."""
    from portal.demo.cast import AGENCIES, PASSPHRASE, STAFF

    accounts = [
        {
            "username": one.username,
            "password": PASSPHRASE,
            "role": str(one.role),
            "agency": AGENCIES[one.agency].name,
            "display_name": f"{one.name}, {one.credentials}" if one.credentials else one.name,
        }
        for one in STAFF
    ]
    places.accounts.write_text(json.dumps(accounts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
