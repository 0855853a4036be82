"""Where a fact comes from: the record behind it, as every room's `facts` module says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from portal.gate.protected import Gated
from portal.gate.vocabulary import Category


@dataclass(frozen=True, slots=True)
class RecordSource:
    """One protected row: its table and id, the agency that it is from, and what it tells."""

    table: str
    record_id: UUID
    origin_id: UUID
    category: Category


def source_of(row: Gated) -> RecordSource:
    category = cast(Category, Category.from_mask(row.category)[0])
    return RecordSource(str(type(row).__tablename__), row.id, row.origin_id, category)  # type: ignore[attr-defined]
