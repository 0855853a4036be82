"""Making a backup: heads, then the database at one moment, then the files, into one encrypted file.

The order is what makes the three fit together. A head that is kept has its seal in the database that is copied after
it, and a file is written before the row that names it, so each row in the copy finds its file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from portal import clock
from portal.backup import archive, databases
from portal.backup.manifest import DATABASE, FILES, HEADS, Manifest
from portal.backup.places import NOTE, Places, scratch


def make(places: Places, to: Path, keys: Sequence[Any], *, with_keys: bool = False) -> Manifest:
    """Write a backup that the holders of `keys` can open; what is in it.

    Raises FileExistsError, databases.DatabaseFailed, places.BackupRunning. The server itself can't read what it wrote.
    """
    made: list[Manifest] = []
    with scratch(places.folder) as folder:
        heads, database = folder / HEADS, folder / DATABASE
        if places.heads.exists():
            shutil.copyfile(places.heads, heads)
        made_at = clock.now()
        state = databases.snapshot(places.owner_url, database)

        def fill(shelf: archive.Shelf) -> None:
            for path in (heads, database):
                if path.exists():
                    add(shelf, path.name, path)
            for inner in places.files(with_keys=with_keys):
                add(shelf, FILES + inner.as_posix(), places.folder / inner)
            program = version("treatment-court-portal")
            made.append(Manifest(made_at, program, places.secret, state, tuple(shelf.parts)))
            shelf.close_with(made[0])

        archive.write(to, keys, fill)
    note(places.folder, to, made_at)
    return made[0]


def add(shelf: archive.Shelf, name: str, path: Path) -> None:
    """Take a file in; one that was removed since the folder was read is not missed."""
    try:
        content = path.open("rb")
    except FileNotFoundError:
        return
    with content:
        shelf.add(name, content)


def note(folder: Path, to: Path, made_at: datetime) -> None:
    """Write down when the last backup was made, and what file it is by its hash."""
    with to.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    words = {"made_at": made_at.isoformat(), "size": to.stat().st_size, "sha256": digest}
    fresh = folder / (NOTE + ".new")
    fresh.write_text(json.dumps(words), encoding="utf-8")
    fresh.replace(folder / NOTE)


def last_made(folder: Path) -> datetime | None:
    """When the last backup of this installation was made; None when none is known."""
    try:
        words = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return datetime.fromisoformat(words["made_at"])
    except (FileNotFoundError, KeyError, ValueError):
        return None
