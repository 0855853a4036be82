"""Promises to patients in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from portal.consent.instruments import queries as instruments
from portal.consent.instruments.history import Step, history_of
from portal.consent.instruments.models import Restriction
from portal.consent.rules.terms import RestrictionReach
from portal.consent.words import categories_sentence
from portal.web.tags import tag_for


class RestrictionState(StrEnum):
    IN_FORCE = "in_force"
    FOR_OLDER = "for_older"
    ENDED = "ended"


tag_for(
    RestrictionState,
    {
        RestrictionState.IN_FORCE: ("done", lazy_gettext("In force")),
        RestrictionState.FOR_OLDER: ("part", lazy_gettext("Holds for older records")),
        RestrictionState.ENDED: ("open", lazy_gettext("Ended")),
    },
)

ACTS = {"restriction_agreed": lazy_gettext("Promised"), "restriction_ended": lazy_gettext("Ended")}
REACH_WORDS = {
    RestrictionReach.TPO: lazy_gettext("Treatment, payment and running programs"),
    RestrictionReach.ALL: lazy_gettext("Every use, reports to the court too"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    id: UUID
    what: str
    told: str
    reach: str
    agreed_at: datetime
    ended_at: datetime | None
    state: RestrictionState
    paid_in_full: bool
    history: tuple[Step, ...]
    endable: bool


def shown(session: Session, found: Sequence[Restriction], agency_id: UUID) -> list[Shown]:
    """`agency_id`: where the reader works; a promise is ended where it was made."""
    histories = history_of(session, [one.id for one in found], ACTS)
    return [
        Shown(
            id=one.id,
            what=categories_sentence(one.categories) or gettext("Everything"),
            told=", ".join(instruments.names(session, one.recipients)) or gettext("Everybody"),
            reach=str(REACH_WORDS[RestrictionReach(one.applies_to)]),
            agreed_at=one.agreed_at,
            ended_at=one.terminated_at,
            state=state_of(one),
            paid_in_full=one.paid_in_full,
            history=tuple(histories.get(one.id, ())),
            endable=not one.terminated_by and one.agency_id == agency_id,
        )
        for one in found
    ]


def state_of(one: Restriction) -> RestrictionState:
    """R122: ended by the patient it is over; ended by the program it still holds for what was written before."""
    if not one.terminated_by:
        return RestrictionState.IN_FORCE
    return RestrictionState.ENDED if one.terminated_by == "patient" else RestrictionState.FOR_OLDER
