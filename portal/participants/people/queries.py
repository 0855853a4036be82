"""Reading people. The gate decides who is there; nothing here filters by consent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.participants.people.models import Participant, ParticipantIdentity

PAGE = 50


@dataclass(frozen=True, slots=True)
class Roll:
    """One page of the list of participants: at most 50, with the last one's id if more follow, and the gated total."""

    people: list[Participant]
    total: int
    after: UUID | None


def participant(session: Session, participant_id: UUID) -> Participant | None:
    return session.scalar(select(Participant).where(Participant.id == participant_id))


def participants(session: Session, ids: list[UUID]) -> dict[UUID, Participant]:
    """Those of the ids that the reader may know of."""
    return {one.id: one for one in session.scalars(select(Participant).where(Participant.id.in_(ids)))}


def identity(session: Session, participant_id: UUID) -> ParticipantIdentity | None:
    return session.scalar(select(ParticipantIdentity).where(ParticipantIdentity.participant_id == participant_id))


def roll(session: Session, prefix: str = "", after: UUID | None = None) -> Roll:
    """A page of people in the order of their sort keys, by the beginning of any of their names.

    It goes on after a person whom the reader knows; after anybody else it is the first page.
    """
    wanted = select(Participant)
    if prefix:
        start = escaped(prefix.strip().lower())
        name = func.lower(Participant.sort_key)
        used = func.lower(Participant.used_name)
        full = func.lower(Participant.full_name)
        wanted = wanted.where(or_(*(column.like(f"{start}%", escape="\\") for column in (name, used, full))))
    total = session.scalar(wanted.with_only_columns(func.count(Participant.id))) or 0
    last = participant(session, after) if after is not None else None
    if last is not None:
        wanted = wanted.where(tuple_(Participant.sort_key, Participant.id) > tuple_(last.sort_key, last.id))
    found = list(session.scalars(wanted.order_by(Participant.sort_key, Participant.id).limit(PAGE + 1)))
    more = len(found) > PAGE
    found = found[:PAGE]
    return Roll(found, total, found[-1].id if more else None)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
