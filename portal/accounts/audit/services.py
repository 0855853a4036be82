"""Writing the audit trail. If the row can't be written, the act fails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.audit.models import AuditEvent
from portal.accounts.principal import Principal


def record_act(
    session: Session,
    actor: Principal | None,
    act: str,
    subject: Any = None,
    *,
    participant_id: UUID | None = None,
    outcome: str = "done",
    address: str = "",
    note: str = "",
) -> AuditEvent:
    """Add one row for an act on a subject (a model instance or None). Ids and codes only."""
    event = AuditEvent(
        act=act,
        outcome=outcome,
        user_id=actor.user_id if actor else None,
        appointment_id=actor.appointment_id if actor else None,
        agency_id=actor.agency_id if actor else None,
        participant_id=participant_id or getattr(subject, "participant_id", None),
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        address=address,
        note=note,
    )
    session.add(event)
    return event
