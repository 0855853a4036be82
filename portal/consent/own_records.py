"""What counts as a record of an agency where records are counted, named or copied: one answer for all these pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from portal.consent.register import name_of, record_classes, register
from portal.consent.withholding.kinds import kinds
from portal.gate.protected import Superseding


def counted_classes(categories: int) -> list[tuple[Any, int]]:
    """The tables to count in for these categories, each with the ones that are counted there.

    Where records of a category have a page of their own, only these count: the marks of sessions, not the plan of who
    is to come, the sums, or the questions about them. Of every other category all rows count.
    """
    own = {kind.record for kind in kinds()}
    named = 0
    for record in own:
        named |= register().tables[name_of(record)].categories
    found = []
    for cls in record_classes(categories):
        mask = categories & register().tables[name_of(cls)].categories
        if cls not in own:
            mask &= ~named
        if mask:
            found.append((cls, mask))
    return found


def holding(cls: Any, participant_id: UUID, agency_id: UUID) -> list[ColumnElement[bool]]:
    """An agency's own records about a participant in one table, without what was corrected."""
    found = [cls.participant_id == participant_id, cls.origin_id == agency_id]
    return [*found, cls.superseded_at.is_(None)] if issubclass(cls, Superseding) else found
