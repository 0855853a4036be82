"""The one place where files of others are kept: under the hash of their content, outside the web root.

A file is written and synced before its row, so a row never leads to nothing; what a failed transaction leaves behind
is a file without a row, which `drop_orphans` removes after a day. Who may open a file is decided by the walled row
that names it: this module hands out bytes to whoever has such a row.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Response
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.web.file_checks import FileKind, Limits, looked_at
from portal.web.models import StoredFile
from portal.web.refused import Refused

FOLDER = "files"
ORPHANED = timedelta(days=1)
MEGABYTE = 1024 * 1024
NAME = re.compile(r"[0-9a-f]{64}\.(?:pdf|png|jpg)")
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
NO_ROOM = _("There is no room for files now. Nothing was saved. Tell your administrator, then try again.")


View = TypeVar("View", bound=Callable[..., Any])


class FileDamaged(RuntimeError):
    """A kept file is gone, or is no longer what was kept."""


def takes_files(view: View) -> View:
    """Mark a view whose form carries files: its requests may be longer than those of other forms."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True, slots=True)
class FileStore:
    """Where files lie, and how large they may be."""

    folder: Path
    limits: Limits

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> FileStore:
        return cls(Path(config["DATA_FOLDER"]) / FOLDER, Limits(size=int(config["UPLOAD_MEGABYTES"]) * MEGABYTE))

    def keep(self, session: Session, content: bytes, field: str = "file") -> StoredFile:
        """Check a file that somebody gave, write it, and add its row. Refused at the field for what is not taken."""
        found = looked_at(content, self.limits, field)
        return self.keep_own(session, content, found.kind, found.pages, field)

    def keep_own(
        self, session: Session, content: bytes, kind: FileKind, pages: int = 1, field: str = "file"
    ) -> StoredFile:
        """The same for a file that the portal made itself."""
        digest = hashlib.sha256(content).hexdigest()
        row = StoredFile(sha256=digest, kind=str(kind), size=len(content), pages=pages)
        try:
            write(self.place(digest, kind), content)
        except OSError:
            raise Refused(field, NO_ROOM) from None
        session.add(row)
        session.flush()
        return row

    def place(self, digest: str, kind: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.{kind}"

    def content(self, row: StoredFile) -> bytes:
        """The bytes as they were kept. FileDamaged when they are not."""
        try:
            content = self.place(row.sha256, row.kind).read_bytes()
        except OSError as problem:
            raise FileDamaged(str(row.id)) from problem
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise FileDamaged(str(row.id))
        return content

    def response(self, row: StoredFile, name: str) -> Response:
        """To be saved, never shown inside the portal. `name` is ours: it says what it is, and names nobody."""
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.{row.kind}"',
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
        }
        return Response(self.content(row), mimetype=FileKind(row.kind).media_type, headers=headers)


def write(path: Path, content: bytes) -> None:
    """The whole file or nothing, on the disk before this returns; readable by the portal's own account only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.read_bytes() == content:
        os.utime(path)  # an orphan that is wanted again is young again
        return
    handle, name = tempfile.mkstemp(dir=path.parent.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """A new name survives a power failure only once its folder is synced."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop_orphans(session: Session, folder: Path, now: datetime) -> int:
    """Remove files older than a day that no row names, and what was never finished; how many went."""
    kept = {f"{row.sha256}.{row.kind}" for row in session.scalars(select(StoredFile))}
    dropped = 0
    for path in folder.rglob("*"):
        old = path.is_file() and path.stat().st_mtime < (now - ORPHANED).timestamp()
        if old and not (NAME.fullmatch(path.name) and path.name in kept):
            path.unlink()
            dropped += 1
    return dropped
