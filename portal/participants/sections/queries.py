"""Reading a section for a hearing or review: one's own draft, and what was submitted and holds; gated.

The tables are those of the rooms above, each with its own content: `draft` and `section` are their classes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.gate.reader import reader_of

T = TypeVar("T")


def draft_of(session: Session, draft: type[T], participant_id: UUID, hearing_id: UUID) -> T | None:
    """The draft of the reader's own agency."""
    of: Any = draft
    wanted = select(draft).where(
        of.participant_id == participant_id, of.hearing_id == hearing_id, of.origin_id == reader_of(session).agency
    )
    return session.scalar(wanted)


def submitted_of(
    session: Session, section: type[T], participant_ids: Iterable[UUID], hearing_id: UUID
) -> dict[UUID, list[T]]:
    """What was submitted for a hearing or review and holds, one an agency, by participant."""
    of: Any = section
    wanted = select(section).where(
        of.participant_id.in_(list(participant_ids)), of.hearing_id == hearing_id, of.superseded_at.is_(None)
    )
    found: dict[UUID, list[T]] = {}
    rows: Any = session.scalars(wanted.order_by(of.submitted_at, of.id))
    for row in rows:
        found.setdefault(row.participant_id, []).append(row)
    return found
