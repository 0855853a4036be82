"""A form posted twice acts once: its hidden key and what the first post led to, in the transaction of the act."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.web.models import FormSubmission


def earlier_result(session: Session, key: str, appointment_id: UUID) -> str | None:
    """Where the first post of this form led, or None when this is the first."""
    return session.scalar(
        select(FormSubmission.result).where(FormSubmission.key == key, FormSubmission.appointment_id == appointment_id)
    )


def remember_result(session: Session, key: str, appointment_id: UUID, result: str) -> None:
    """Keep where this post leads. IntegrityError at once when the same form has acted meanwhile."""
    session.add(FormSubmission(key=key, appointment_id=appointment_id, result=result))
    session.flush()
