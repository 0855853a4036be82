"""The sessions of one person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import LIFE


def open_sessions(session: Session, user_id: UUID, at: datetime) -> list[SignInSession]:
    """Sessions that are neither ended nor too old, the latest first."""
    wanted = select(SignInSession).where(
        SignInSession.user_id == user_id,
        SignInSession.ended_at.is_(None),
        SignInSession.confirmed_at.is_not(None),
        SignInSession.started_at > at - LIFE,
    )
    return list(session.scalars(wanted.order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())))
