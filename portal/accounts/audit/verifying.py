"""Verifying the trail: each altered, missing or added row by its id, each broken seal, and a cut end.

Everything is read once and in order, so that ten million rows and the seals of years take minutes and little memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.keys import fits
from portal.accounts.audit.models import AuditEvent, AuditLeaf, AuditSeal
from portal.accounts.audit.rows import fields
from portal.accounts.audit.sealing import LOOK_BACK, Head
from portal.accounts.audit.tree import FIRST, head_of, leaf_of, root_of

SETTLED = timedelta(hours=1)
"""A row older than this that no seal holds was added behind the sealer's back, or no scheduler runs."""
AT_ONCE = 20_000
SEAL = (
    AuditSeal.number,
    AuditSeal.rows,
    AuditSeal.sealed_at,
    AuditSeal.root,
    AuditSeal.head,
    AuditSeal.signature,
    AuditSeal.key,
)


def verify(session: Session, *, first: int = 1, heads: tuple[Head, ...] = (), kept_here: bool = False) -> Iterator[str]:
    """What is wrong with the trail, a sentence each; nothing when all is well.

    From the seal `first` on: what was verified before need not be read again. `heads` are those kept outside;
    `kept_here` says that they are the file that the sealing itself adds to, so it has to hold all of them.
    """
    before = session.scalar(select(AuditSeal).where(AuditSeal.number == first - 1)) if first > 1 else None
    if first > 1 and before is None:
        yield f"seal {first - 1} is missing, after which was to be verified"
        return
    yield from wrong_rows(session, first)
    yield from broken_chain(session, before, first)
    yield from cut(session, heads, first)
    if kept_here:
        yield from lost_heads(session, heads)
    yield from unsealed(session, before.sealed_at - LOOK_BACK if before else None)


def streamed(session: Session, statement: Any) -> Iterable[Any]:
    """The rows of a statement as they come, never all at once."""
    return session.execute(statement, execution_options={"yield_per": AT_ONCE})


def wrong_rows(session: Session, first: int) -> Iterator[str]:
    """Rows that are gone or not as they were sealed."""
    statement = (
        select(
            type_coerce(AuditLeaf.event_id, String),
            AuditLeaf.seal_number,
            AuditLeaf.hash,
            AuditEvent.id.is_(None),
            *fields(session.get_bind().dialect.name),
        )
        .outerjoin(AuditEvent, AuditEvent.id == AuditLeaf.event_id)
        .where(AuditLeaf.seal_number >= first)
    )
    for event_id, number, leaf, gone, *texts in streamed(session, statement):
        if gone or leaf_of(texts) != leaf:
            # Only a wrong row's id is made a UUID: for every row, that took longer than its hash.
            yield f"row {UUID(str(event_id))} of seal {number} {'is missing' if gone else 'was altered'}"


def broken_chain(session: Session, before: AuditSeal | None, first: int) -> Iterator[str]:
    """Seals that don't follow each other, whose leaves are not those that were signed, or that nobody signed."""
    number, head = (before.number, before.head) if before else (0, FIRST)
    for seal, leaves in sealed(session, first):
        if seal is None:
            yield f"{len(leaves)} hashes of rows belong to a seal that is not there"
            continue
        if seal.number != number + 1:
            yield f"seal {number + 1} is missing"
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


def sealed(session: Session, first: int) -> Iterator[tuple[Any, Sequence[bytes]]]:
    """Each seal with its leaves, in order; None with leaves whose seal is gone."""
    seals: Any = session.execute(select(*SEAL).where(AuditSeal.number >= first).order_by(AuditSeal.number)).all()
    wanted = select(AuditLeaf.seal_number, AuditLeaf.hash).where(AuditLeaf.seal_number >= first)
    leaves = streamed(session, wanted.order_by(AuditLeaf.seal_number, AuditLeaf.event_id))
    due = iter(seals)
    seal = next(due, None)
    for number, found in groupby(leaves, lambda leaf: leaf.seal_number):
        while seal is not None and seal.number < number:
            yield seal, ()
            seal = next(due, None)
        hashes = [leaf.hash for leaf in found]
        if seal is None or seal.number != number:
            yield None, hashes
        else:
            yield seal, hashes
            seal = next(due, None)
    while seal is not None:
        yield seal, ()
        seal = next(due, None)


def cut(session: Session, heads: tuple[Head, ...], first: int) -> Iterator[str]:
    """Seals that are known outside and are not here, or are here with another content."""
    wanted = [one for one in heads if one.number >= first]
    here = {}
    if wanted:
        rows = streamed(
            session, select(AuditSeal.number, AuditSeal.head, AuditSeal.key).where(AuditSeal.number >= first)
        )
        here = {row.number: (row.head, row.key) for row in rows}
    for kept in wanted:
        if kept.number not in here:
            yield f"the trail is cut: seal {kept.number} of {kept.sealed_at.isoformat()} is gone"
        elif here[kept.number] != (kept.head, kept.key):
            yield f"seal {kept.number} is not the one that was kept outside"


def lost_heads(session: Session, heads: tuple[Head, ...]) -> Iterator[str]:
    """Seals that stand here for an hour and are not in the file of heads: the file was cut, or can't be written."""
    known = {one.number for one in heads}
    stands = select(AuditSeal.number).where(AuditSeal.sealed_at < clock.now() - SETTLED).order_by(AuditSeal.number)
    for start, end in runs(number for number in session.scalars(stands) if number not in known):
        which = f"seal {start}" if start == end else f"seals {start} to {end}"
        yield f"the file of heads is cut: {which} should be in it"


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken row of numbers: 1, 2, 3, 7 are (1, 3) and (7, 7)."""
    start = end = None
    for number in numbers:
        if start is None or end is None or number != end + 1:
            if start is not None and end is not None:
                yield start, end
            start = number
        end = number
    if start is not None and end is not None:
        yield start, end


def unsealed(session: Session, since: datetime | None = None) -> Iterator[str]:
    """Rows in no seal; all of them, or those since a moment."""
    wanted = (
        select(func.count(), func.min(AuditEvent.at))
        .select_from(AuditEvent)
        .outerjoin(AuditLeaf, AuditLeaf.event_id == AuditEvent.id)
        .where(AuditLeaf.event_id.is_(None), AuditEvent.at < clock.now() - SETTLED)
    )
    if since is not None:
        wanted = wanted.where(AuditEvent.at >= since)
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
