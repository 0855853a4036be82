"""The hash tree of a batch of the trail, and what is signed of it: pure (RFC 6962, section 2.1, with SHA-256)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

SEPARATOR = "\x1f"
"""Between the fields of a row; the fields are ids, codes and numbers, and never hold it."""


def leaf_of(fields: Sequence[str]) -> bytes:
    """The hash of one row, its fields as text in the order of the trail's columns."""
    return sha256(b"\x00" + SEPARATOR.join(fields).encode()).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree over at least one leaf. A level's last node without a partner goes up as it is."""
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level = [*above, level[-1]] if len(level) % 2 else above
    return level[0]


def head_of(previous: bytes, number: int, rows: int, sealed_at: datetime, root: bytes) -> bytes:
    """What is signed: the head before, the seal's number, how many rows, when, and their root."""
    said = f"{number}{SEPARATOR}{rows}{SEPARATOR}{sealed_at.isoformat()}{SEPARATOR}".encode()
    return sha256(b"\x02" + previous + said + root).digest()


FIRST = bytes(32)
"""The head before the first seal."""
