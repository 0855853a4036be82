"""Which providers there are, and who is connected to one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.single_sign_on.models import ProviderIdentity, SignInProvider


def providers(session: Session) -> list[SignInProvider]:
    """All that are offered at sign-in, by name."""
    wanted = select(SignInProvider).where(SignInProvider.ended_at.is_(None))
    return list(session.scalars(wanted.order_by(SignInProvider.name, SignInProvider.id)))


def provider_of(session: Session, agency_id: UUID | None) -> SignInProvider | None:
    wanted = select(SignInProvider).where(SignInProvider.agency_id == agency_id, SignInProvider.ended_at.is_(None))
    return session.scalar(wanted)


def provider(session: Session, provider_id: UUID) -> SignInProvider | None:
    found = session.get(SignInProvider, provider_id)
    return found if found is not None and found.ended_at is None else None


def identity_of(session: Session, user_id: UUID, provider_id: UUID) -> ProviderIdentity | None:
    wanted = select(ProviderIdentity).where(
        ProviderIdentity.user_id == user_id,
        ProviderIdentity.provider_id == provider_id,
        ProviderIdentity.ended_at.is_(None),
    )
    return session.scalar(wanted)
