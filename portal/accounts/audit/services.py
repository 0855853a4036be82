"""Writing the audit trail. If the row can't be written, the act fails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.where import standing
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
    """Add one row for an act on a subject (a model instance or None). Ids and codes only.

    From where it was done is known by the request under way; `address` says it otherwise.
    """
    here = standing()
    event = AuditEvent(
        act=act,
        outcome=outcome,
        user_id=actor.user_id if actor else None,
        appointment_id=actor.appointment_id if actor else None,
        agency_id=actor.agency_id if actor else None,
        session_id=here.session_id,
        participant_id=participant_id or getattr(subject, "participant_id", None),
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        address=address or here.address,
        request_id=here.request_id,
        note=note,
    )
    session.add(event)
    return event


def record_own(session: Session, user_id: UUID, act: str, subject: Any = None, *, address: str = "") -> AuditEvent:
    """Add one row for what somebody does with the own account, before or beside any appointment.

    It stands with the agency that answers for the account.
    """
    agency_id = session.get_one(UserAccount, user_id).agency_id
    event = record_act(session, None, act, subject, address=address)
    event.user_id, event.agency_id = user_id, agency_id
    return event


def record_export(session: Session, actor: Principal, act: str, rows: int) -> AuditEvent:
    """Add the row for so many rows of the trail that leave as a file. The caller commits before it sends them."""
    return record_act(session, actor, act, note=f"{rows} rows")
