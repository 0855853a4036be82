"""Reading agreements: an agency reads those to which it is a party, who runs the site all of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind


def party_to(actor: Principal) -> ColumnElement[bool]:
    """An agreement tells which agencies serve or audit a program, and that is theirs to know."""
    if actor.may(Permission.SITE_AGREEMENT_RECORD):
        return true()
    return or_(Agreement.agency_id == actor.agency_id, Agreement.party_id == actor.agency_id)


def agreements_of(session: Session, actor: Principal) -> Sequence[Agreement]:
    """All but the teams' agreements, which have a page of their own; by kind, the newest first."""
    wanted = select(Agreement).where(Agreement.kind != AgreementKind.TEAM, party_to(actor))
    return session.scalars(wanted.order_by(Agreement.kind, Agreement.starts_at.desc(), Agreement.id)).all()


def agreement(session: Session, actor: Principal, agreement_id: UUID) -> Agreement | None:
    wanted = select(Agreement).where(
        Agreement.id == agreement_id, Agreement.kind != AgreementKind.TEAM, party_to(actor)
    )
    return session.scalar(wanted)


def agency_names(session: Session) -> dict[UUID, str]:
    return {row.id: row.name for row in session.execute(select(Agency.id, Agency.name))}
