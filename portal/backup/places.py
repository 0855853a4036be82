"""What of an installation is kept in a backup, and where it lies."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from portal.backup.manifest import HEADS

KEYS = "keys"
NOTE = "last-backup.json"
LOCK = "backup.lock"
SCRATCH = ".backup-"
PASSING = {LOCK, NOTE, HEADS, "scheduler.lock", "demo", "metrics"}
"""What is made anew by itself, or (the heads) travels as a part of its own."""


class BackupRunning(RuntimeError):
    """Another backup of this installation is being made."""


@dataclass(frozen=True, slots=True)
class Places:
    """An installation by its settings: the owner's and the application's address of the database, and the files."""

    owner_url: str
    url: str
    folder: Path
    heads: Path
    secret: str

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Places:
        folder = Path(config["DATA_FOLDER"])
        return cls(
            owner_url=config["OWNER_DATABASE_URL"] or config["DATABASE_URL"],
            url=config["DATABASE_URL"],
            folder=folder,
            heads=Path(config["AUDIT_HEADS_FILE"] or folder / HEADS),
            secret=recognized(config["SECRET_KEY"]),
        )

    def files(self, *, with_keys: bool) -> Iterator[Path]:
        """The files of the data folder that a backup keeps, in order. The database's own are not among them."""
        database = make_url(self.url)
        own = Path(database.database or "").name if database.get_backend_name() == "sqlite" else ""
        for path in sorted(self.folder.rglob("*")):
            inner = path.relative_to(self.folder)
            first = inner.parts[0]
            if first in PASSING or first.startswith(SCRATCH) or (first == KEYS and not with_keys):
                continue
            if own and path.parent == Path(database.database or "").parent and path.name.startswith(own):
                continue
            if path.is_file() and not path.is_symlink():
                yield inner


def recognized(secret_key: str) -> str:
    """Tells whether two installations have the same secret key; nobody can learn the key from it."""
    return hashlib.sha256(b"portal backup of\0" + secret_key.encode()).hexdigest()[:16]


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder for this run, readable by nobody else, gone afterwards; and what a killed run left is gone as well.

    BackupRunning while another run has one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRunning("Another backup or restore of this installation is under way.") from None
        for left in folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as made:
            yield Path(made)
