"""Looks at records, as rows of the trail: who saw which agency's records about whom, of which kinds.

A page about sixty people would make a row for each of them each time; so the same session notes the same look once an
hour, and again as soon as it sees another kind. The request itself has a row each time. A doubled row, when two pages
load at once, does no harm. These rows are sealed like all others.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.services import record_act
from portal.accounts.audit.vocabulary import LOOKED
from portal.accounts.audit.where import standing
from portal.accounts.principal import Principal
from portal.gate.looking import Looked
from portal.gate.vocabulary import Category

Looks = dict[tuple[UUID, UUID], int]
"""Masks of categories by (participant, origin)."""

CALENDAR_TOLD = timedelta(hours=1)


def looks_of(seen: Looked) -> Looks:
    """What of the rows that were loaded is a look at a record. A name among others in a list is none."""
    alone = len(seen.participants) == 1
    found: Looks = {}
    for (participant, origin, _regime), categories in seen.rows.items():
        kinds = categories if alone else categories & ~Category.PRESENCE.bit
        if kinds:
            found[participant, origin] = found.get((participant, origin), 0) | kinds
    return found


def note_looks(session: Session, actor: Principal, seen: Looked) -> None:
    """Write the looks that this session of the browser has not noted within the hour; at most two statements."""
    found = looks_of(seen)
    if not found:
        return
    here, now = standing(), clock.now()
    earlier = select(AuditEvent.participant_id, AuditEvent.origin_id, AuditEvent.categories).where(
        AuditEvent.session_id == here.session_id,
        AuditEvent.origin_id.is_not(None),
        AuditEvent.at >= now.replace(minute=0, second=0, microsecond=0),
    )
    known: dict[Any, int] = {}
    for participant, origin, categories in session.execute(earlier):
        known[participant, origin] = known.get((participant, origin), 0) | categories
    rows = [
        {
            "at": now,
            "act": LOOKED,
            "user_id": actor.user_id,
            "appointment_id": actor.appointment_id,
            "agency_id": actor.agency_id,
            "session_id": here.session_id,
            "participant_id": participant,
            "origin_id": origin,
            "categories": categories,
            "address": here.address,
            "request_id": here.request_id,
        }
        for (participant, origin), categories in found.items()
        if categories & ~known.get((participant, origin), 0)
    ]
    if rows:
        session.execute(insert(AuditEvent), rows)


def note_calendar(session: Session, holder: Principal, endpoint: str) -> None:
    """As the holder's own look, once an hour and address: calendar programs ask every few minutes."""
    here = standing()
    lately = select(AuditEvent.id).where(
        AuditEvent.agency_id == holder.agency_id,
        AuditEvent.at > clock.now() - CALENDAR_TOLD,
        AuditEvent.act == endpoint,
        AuditEvent.appointment_id == holder.appointment_id,
        AuditEvent.address == here.address,
    )
    if session.scalar(lately.limit(1)) is None:
        record_act(session, holder, endpoint, outcome="200", note="GET 0 calendar")
