"""The passkeys of a person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.passkeys.models import Passkey


def passkeys(session: Session, user_id: UUID) -> list[Passkey]:
    """Those that work now, the oldest first."""
    wanted = select(Passkey).where(Passkey.user_id == user_id, Passkey.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(Passkey.added_at, Passkey.id)))
