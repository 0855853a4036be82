"""The way back: everything is proved before the first byte is written, into an empty place only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from sqlalchemy.engine import make_url

from portal.accounts.audit.verifying import heads_in
from portal.backup import archive, databases
from portal.backup.manifest import DATABASE, FILES, HEADS, Manifest, Part
from portal.backup.places import LOCK, SCRATCH, Places, scratch
from portal.database import known_revisions, role_of, upgrade

Content = Callable[[Part], IO[bytes]]


class Refused(RuntimeError):
    """Nothing was restored; the message says why, and what to do."""


def restore(places: Places, file: Path, keys: Sequence[Any]) -> Manifest:
    """Restore a backup into an empty installation, and bring its database to this version; what was in it.

    Raises Refused, archive.Unreadable, databases.DatabaseFailed, places.BackupRunning.
    """
    refuse_occupied(places)
    with scratch(places.folder) as folder, archive.opened(file, keys, folder) as (manifest, content):
        refuse_unfit(places, manifest)
        fill(places, manifest, content)
    upgrade(places.owner_url, role_of(places.url))
    return manifest


def refuse_occupied(places: Places) -> None:
    left = [one.name for one in places.folder.glob("*") if one.name != LOCK and not one.name.startswith(SCRATCH)]
    if left:
        raise Refused(f"{places.folder} is not empty ({min(left)} is there): name a new folder in DATA_FOLDER.")
    if databases.occupied(places.owner_url):
        raise Refused("The database is not empty: a backup is restored into a new one only.")


def refuse_unfit(places: Places, manifest: Manifest) -> None:
    kind = make_url(places.owner_url).get_backend_name()
    if manifest.state.kind != kind:
        raise Refused(f"The backup is of {manifest.state.kind}, and the database named is {kind}.")
    if manifest.state.revision not in known_revisions():
        raise Refused(
            f"The backup was made by version {manifest.program} with tables that this version does not know: "
            "restore it with that version or a newer one."
        )


def fill(places: Places, manifest: Manifest, content: Content) -> None:
    """Files first, so that no row of a database that answers lacks its file; none stays where the database failed."""
    parts = {part.name: part for part in manifest.parts}
    goals = {name: places.folder / name.removeprefix(FILES) for name in parts if name.startswith(FILES)}
    if HEADS in parts and not places.heads.exists():
        goals[HEADS] = places.heads
    put: list[Path] = []
    try:
        for name, goal in goals.items():
            put.append(goal)
            write(goal, content(parts[name]))
        databases.fill(places.owner_url, manifest.state.kind, content(parts[DATABASE]))
    except BaseException:
        for goal in put:
            goal.unlink(missing_ok=True)
        raise
    wrong = databases.differing_rows(places.owner_url, manifest.state)
    if wrong:
        raise databases.DatabaseFailed("The database is not what was kept: " + "; ".join(wrong))


def write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file, archive.AT_ONCE)
        file.flush()
        os.fsync(file.fileno())


def worth_knowing(places: Places, manifest: Manifest) -> Iterator[str]:
    """What the operator has to know beside that all is there."""
    if manifest.secret != places.secret:
        yield (
            "This installation has another SECRET_KEY than the one that was backed up: everybody sets up the "
            "authenticator app anew. Give it the old key if it is still to be had."
        )
    known = manifest.state.sealed.number if manifest.state.sealed else 0
    later = [head for head in heads_in(places.heads) if head.number > known] if places.heads.exists() else []
    if later:
        yield (
            f"{places.heads} knows {len(later)} seals that were made after this backup: what they sealed is lost. "
            "Keep that file as the proof, and name a new one in AUDIT_HEADS_FILE."
        )
