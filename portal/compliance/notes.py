"""What stands once above a section that shows another agency's protected records."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from portal.consent.reading import ConsentNote, notes_for
from portal.gate.source import RecordSource
from portal.gate.vocabulary import Category, Regime


def consent_notes(
    session: Session, participant_id: UUID, sources: Iterable[RecordSource], category: Category
) -> list[ConsentNote]:
    """One note for each treatment program whose records are shown; justice records need none."""
    holders = {source.origin_id for source in sources if source.regime is not Regime.CJ}
    return notes_for(session, participant_id, holders, category) if holders else []
