"""Whose turn it is: the place of a hearing in its docket, and who comes before and after."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.court.dockets import queries
from portal.court.dockets.models import Hearing
from portal.participants.people.models import Participant


def family_name(person: Participant) -> str:
    """What a person is called by in a list of many: the sort key's first part."""
    return person.sort_key.partition(",")[0]


def neighbors_of(session: Session, hearing: Hearing, endpoint: str) -> dict[str, Any]:
    """`place`, `count`, and `previous`, `following` as (address, name) or None; only people this reader may know of."""
    called = queries.called_on(session, hearing.docket_id)
    at = next((n for n, one in enumerate(called) if one.hearing.id == hearing.id), None)

    def neighbor(step: int) -> tuple[str, str] | None:
        if at is None or not 0 <= at + step < len(called):
            return None
        one = called[at + step]
        return url_for(endpoint, hearing_id=one.hearing.id), family_name(one.participant)

    return {
        "place": None if at is None else at + 1,
        "count": len(called),
        "previous": neighbor(-1),
        "following": neighbor(1),
    }
