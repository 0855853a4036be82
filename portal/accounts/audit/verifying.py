"""Verifying the trail: each altered, missing or added row by its id, each broken seal, and a cut end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.keys import fits
from portal.accounts.audit.models import AuditEvent, AuditLeaf, AuditSeal
from portal.accounts.audit.rows import fields
from portal.accounts.audit.sealing import Head
from portal.accounts.audit.tree import FIRST, head_of, leaf_of, root_of

SETTLED = timedelta(hours=1)
"""A row older than this that no seal holds was added behind the sealer's back, or no scheduler runs."""
AT_ONCE = 20_000
LEAF = (AuditLeaf.event_id, AuditLeaf.seal_number, AuditLeaf.hash)


def verify(session: Session, *, first: int = 1, heads: tuple[Head, ...] = ()) -> Iterator[str]:
    """What is wrong with the trail, a sentence each; nothing when all is well.

    From the seal `first` on: what was verified before need not be read again. `heads` are those kept outside.
    """
    before = session.scalar(select(AuditSeal).where(AuditSeal.number == first - 1)) if first > 1 else None
    seals = session.scalars(select(AuditSeal).where(AuditSeal.number >= first).order_by(AuditSeal.number)).all()
    yield from wrong_rows(session, first)
    yield from broken_chain(session, before, seals)
    yield from cut(session, heads)
    yield from unsealed(session)


def wrong_rows(session: Session, first: int) -> Iterator[str]:
    """Rows that are gone or not as they were sealed."""
    statement = (
        select(*LEAF, AuditEvent.id, *fields(session.get_bind().dialect.name))
        .outerjoin(AuditEvent, AuditEvent.id == AuditLeaf.event_id)
        .where(AuditLeaf.seal_number >= first)
    )
    rows: Any = session.execute(statement, execution_options={"yield_per": AT_ONCE})
    for event_id, number, leaf, there, *texts in rows:
        if there is None:
            yield f"row {event_id} of seal {number} is missing"
        elif leaf_of(texts) != leaf:
            yield f"row {event_id} of seal {number} was altered"


def broken_chain(session: Session, before: AuditSeal | None, seals: Any) -> Iterator[str]:
    """Seals that don't follow each other, whose leaves are not those that were signed, or that nobody signed."""
    number, head = (before.number, before.head) if before else (0, FIRST)
    for seal in seals:
        if seal.number != number + 1:
            yield f"seal {number + 1} is missing"
        wanted = select(AuditLeaf.hash).where(AuditLeaf.seal_number == seal.number)
        leaves = session.scalars(wanted.order_by(AuditLeaf.event_id)).all()
        if len(leaves) != seal.rows or root_of(leaves or [FIRST]) != seal.root:
            yield (
                f"seal {seal.number} of {seal.sealed_at.isoformat()} held {seal.rows} rows, now {len(leaves)}; "
                "rows were removed with their hashes, or their hashes were altered"
            )
        if head_of(head, seal.number, seal.rows, seal.sealed_at, seal.root) != seal.head:
            yield f"seal {seal.number} does not follow from the one before"
        if not fits(seal.key, seal.signature, seal.head):
            yield f"seal {seal.number} has no valid signature"
        number, head = seal.number, seal.head


def cut(session: Session, heads: tuple[Head, ...]) -> Iterator[str]:
    """Seals that are known outside and are not here, or are here with another content."""
    for kept in heads:
        here = session.scalar(select(AuditSeal).where(AuditSeal.number == kept.number))
        if here is None:
            yield f"the trail is cut: seal {kept.number} of {kept.sealed_at.isoformat()} is gone"
        elif (here.head, here.key) != (kept.head, kept.key):
            yield f"seal {kept.number} is not the one that was kept outside"


def unsealed(session: Session) -> Iterator[str]:
    wanted = (
        select(func.count(), func.min(AuditEvent.at))
        .select_from(AuditEvent)
        .outerjoin(AuditLeaf, AuditLeaf.event_id == AuditEvent.id)
        .where(AuditLeaf.event_id.is_(None), AuditEvent.at < clock.now() - SETTLED)
    )
    count, oldest = session.execute(wanted).one()
    if count:
        yield f"{count} rows since {oldest.isoformat()} are in no seal: no scheduler seals, or they were added since"


def heads_in(path: Path) -> tuple[Head, ...]:
    """The heads of a file that `export` wrote. ValueError for a line that is none."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            words = json.loads(line)
            sealed_at = datetime.fromisoformat(words["sealed_at"])
            found.append(
                Head(int(words["number"]), sealed_at, bytes.fromhex(words["head"]), bytes.fromhex(words["key"]))
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise ValueError(f"{path} has a line that is no head of a seal: {line[:80]}") from problem
    return tuple(found)
