"""Which agencies treat a participant, from when to when: no paper, but what papers reach by it (R32)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.instruments.entitled import require_admitting
from portal.consent.instruments.models import TreatingRelationship


def begin_treating(session: Session, actor: Principal, participant_id: UUID, starts_at: datetime) -> None:
    """Register that the actor's agency treats this participant from a moment on (R32).

    Refused for whoever doesn't admit to treatment at that agency, and for a person whom the actor may not know of.
    """
    require_admitting(session, actor, participant_id)
    relationship = TreatingRelationship(
        participant_id=participant_id,
        held_by_id=actor.agency_id,
        recorded_by_id=actor.user_id,
        agency_id=actor.agency_id,
        starts_at=starts_at,
    )
    session.add(relationship)
    record_act(session, actor, "treating_began", relationship)
    session.flush()
    signals.sharing_changed.send(session, participant_id=participant_id)


def end_treating(session: Session, actor: Principal, participant_id: UUID, ends_at: datetime) -> None:
    """The actor's agency no longer treats this participant, from a moment on. Refused as the beginning is."""
    require_admitting(session, actor, participant_id)
    wanted = select(TreatingRelationship).where(
        TreatingRelationship.participant_id == participant_id,
        TreatingRelationship.agency_id == actor.agency_id,
        TreatingRelationship.ends_at.is_(None),
    )
    for relationship in session.scalars(wanted):
        relationship.ends_at = ends_at
        record_act(session, actor, "treating_ended", relationship)
    session.flush()
    signals.sharing_changed.send(session, participant_id=participant_id)
