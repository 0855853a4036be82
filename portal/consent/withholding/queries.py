"""Reading what is withheld: the record as the gate shows it, and what became of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.gate.protected import Gated


def own_record(session: Session, record: type[Gated], record_id: UUID, agency_id: UUID) -> Gated | None:
    """A record of the reader's own agency that holds now; None for any other, and for one that the gate hides."""
    found = session.scalar(select(record).where(record.id == record_id, record.origin_id == agency_id))
    if found is None or getattr(found, "superseded_at", None) is not None:
        return None
    return found
