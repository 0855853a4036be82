"""Where a fact comes from: the record behind it, as every room's `facts` module says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from portal.gate.protected import Gated
from portal.gate.vocabulary import Category, Regime


@dataclass(frozen=True, slots=True)
class RecordSource:
    """One protected row: its table and id, the agency that it is from, what it tells and under which law."""

    table: str
    record_id: UUID
    origin_id: UUID
    category: Category
    regime: Regime
    version: int
    recorded_at: datetime
    author_id: UUID


def source_of(row: Gated) -> RecordSource:
    return RecordSource(
        table=str(type(row).__tablename__),  # type: ignore[attr-defined]
        record_id=row.id,
        origin_id=row.origin_id,
        category=cast(Category, Category.from_mask(row.category)[0]),
        regime=cast(Regime, Regime.from_mask(row.regime)[0]),
        version=getattr(row, "version", 1),
        recorded_at=row.created_at,
        author_id=row.author_id,
    )
