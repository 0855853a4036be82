"""Which second factors a person has."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.passkeys.queries import passkeys
from portal.accounts.second_factor.models import AuthenticatorApp, RecoveryCode


def authenticator_apps(session: Session, user_id: UUID) -> list[AuthenticatorApp]:
    """The apps that work now, the oldest first."""
    wanted = select(AuthenticatorApp).where(AuthenticatorApp.user_id == user_id, AuthenticatorApp.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(AuthenticatorApp.added_at, AuthenticatorApp.id)))


def has_second_factor(session: Session, user_id: UUID) -> bool:
    return bool(authenticator_apps(session, user_id) or passkeys(session, user_id))


def recovery_codes_left(session: Session, user_id: UUID) -> int:
    wanted = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.ended_at.is_(None))
    return session.scalar(wanted) or 0
