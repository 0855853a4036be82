"""The list that travels in a backup: its parts with their hashes, and what the database was at that moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database"
HEADS = "audit-heads.jsonl"
FILES = "files/"


class ManifestUnreadable(ValueError):
    """The list is not one of ours, or of a version that this program does not know."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the archive: how many bytes, and their SHA-256 as 64 hex digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The last seal of the audit in the database of the backup."""

    number: int
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class State:
    """What the database held in the snapshot: its revision, how many rows each table, the last seal."""

    kind: str
    revision: str
    rows: Mapping[str, int]
    sealed: Sealed | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of it. `secret` recognizes the secret key of the installation and tells nothing of it."""

    made_at: datetime
    program: str
    secret: str
    state: State
    parts: tuple[Part, ...]

    def text(self) -> str:
        words = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(words, indent=1, sort_keys=True)


def manifest_of(text: str | bytes) -> Manifest:
    """The list from its text. ManifestUnreadable for anything else, and for names that would leave their folder."""
    try:
        words: dict[str, Any] = json.loads(text)
        if words["format"] != FORMAT:
            raise ManifestUnreadable(f"the backup has the format {words['format']}, this program knows {FORMAT}")
        state = words["state"]
        sealed = Sealed(**state["sealed"]) if state["sealed"] else None
        found = Manifest(
            made_at=datetime.fromisoformat(words["made_at"]),
            program=str(words["program"]),
            secret=str(words["secret"]),
            state=State(str(state["kind"]), str(state["revision"]), dict(state["rows"]), sealed),
            parts=tuple(Part(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in words["parts"]),
        )
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise ManifestUnreadable("the list of the backup's parts can't be read") from problem
    for part in found.parts:
        if not stays_inside(part.name):
            raise ManifestUnreadable(f"the backup names a part outside its folder: {part.name!r}")
    return found


def stays_inside(name: str) -> bool:
    """Whether a part is one of the known kinds, and below the folder that it belongs in."""
    if name in (DATABASE, HEADS):
        return True
    inner = PurePosixPath(name.removeprefix(FILES))
    plain = bool(inner.parts) and not inner.is_absolute() and ".." not in inner.parts and "\0" not in name
    return name.startswith(FILES) and plain
