"""Sealing the trail: rows that lie still are hashed, their tree's root is chained and signed, the head goes outside.

A row is sealed once, whatever its clock said and however late it was committed: what has no leaf yet is taken.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.keys import public_bytes, signing_key
from portal.accounts.audit.models import AuditEvent, AuditLeaf, AuditSeal
from portal.accounts.audit.rows import fields
from portal.accounts.audit.tree import FIRST, head_of, leaf_of, root_of
from portal.db import write_intent

BATCH = 5000
TAIL = 4096
"""More bytes than a line of the file of heads has."""
LOOK_BACK = timedelta(days=2)
"""How far behind the last seal rows may turn up late without a full look; `everything` looks at all."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is kept outside the database: the number of a seal, when it was made, its head and who signed it."""

    number: int
    sealed_at: datetime
    head: bytes
    key: bytes

    def line(self) -> str:
        words = {"number": self.number, "sealed_at": self.sealed_at.isoformat()}
        return json.dumps(words | {"head": self.head.hex(), "key": self.key.hex()})


def last_seal(session: Session) -> AuditSeal | None:
    return session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))


def seal(session: Session, key: Ed25519PrivateKey, *, everything: bool = False) -> Head | None:
    """Seal the next batch of rows, at most BATCH; None when every row is sealed. The caller commits.

    Two sealers at once can't both commit: the number of a seal is unique.
    """
    before = last_seal(session)
    unsealed = (
        select(*fields(session.get_bind().dialect.name), AuditEvent.id.label("event_id"))
        .outerjoin(AuditLeaf, AuditLeaf.event_id == AuditEvent.id)
        .where(AuditLeaf.event_id.is_(None))
    )
    if before is not None and not everything:
        unsealed = unsealed.where(AuditEvent.at >= before.sealed_at - LOOK_BACK)
    rows = session.execute(unsealed.order_by(AuditEvent.at, AuditEvent.id).limit(BATCH)).all()
    if not rows:
        return None
    number = before.number + 1 if before else 1
    leaves = sorted(((row.event_id, leaf_of(row[:-1])) for row in rows), key=lambda one: one[0].hex)
    root, now = root_of([leaf for _, leaf in leaves]), clock.now()
    head = head_of(before.head if before else FIRST, number, len(leaves), now, root)
    session.execute(insert(AuditLeaf), [{"event_id": one, "seal_number": number, "hash": leaf} for one, leaf in leaves])
    made = Head(number, now, head, public_bytes(key))
    session.add(
        AuditSeal(
            number=number, rows=len(leaves), sealed_at=now, root=root, head=head, signature=key.sign(head), key=made.key
        )
    )
    session.flush()
    return made


def keep_heads(session: Session, path: Path) -> int:
    """Add the heads that the file outside the database lacks, on the disk before this returns; how many."""
    known = last_kept(path) if path.exists() else 0
    new = session.scalars(select(AuditSeal).where(AuditSeal.number > known).order_by(AuditSeal.number)).all()
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(Head(one.number, one.sealed_at, one.head, one.key).line() + "\n" for one in new)
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def last_kept(path: Path) -> int:
    """The number of the last head of a file, 0 when there is none. Read from the end: a file grows for years.

    What was written when the machine stopped may be half a line. It was never relied on, so it is taken off.
    """
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        found = file.read()
        whole = found[: found.rfind(b"\n") + 1]
        if len(whole) < len(found):
            file.truncate(size - len(found) + len(whole))
    lines = whole.splitlines()
    return int(json.loads(lines[-1])["number"]) if lines else 0


def seal_all(open_session: Callable[[], Session], folder: Path, heads: Path | None = None) -> int:
    """Seal what is unsealed, batch by batch, each in a transaction of its own; how many seals were made.

    `folder` is the portal's own: the key lies in it, and the heads where no other place is given.
    """
    key, made = signing_key(folder / "keys" / "audit-seal.key"), 0
    while True:
        with write_intent(), open_session() as session:
            if seal(session, key) is None:
                break
            try:
                session.commit()
            except IntegrityError:  # another process was faster: its seal stands
                break
            made += 1
    with open_session() as session:
        keep_heads(session, heads or folder / "audit-heads.jsonl")
    return made
