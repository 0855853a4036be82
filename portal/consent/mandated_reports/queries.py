"""Reading reports. The wall shows each at the program that made it, and to the participant."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.consent.mandated_reports.models import MandatedReport
from portal.consent.mandated_reports.vocabulary import RECIPIENTS


def reports_of(session: Session, participant_id: UUID) -> Sequence[MandatedReport]:
    """The newest first."""
    wanted = select(MandatedReport).where(MandatedReport.participant_id == participant_id)
    return session.scalars(wanted.order_by(MandatedReport.reported_at.desc(), MandatedReport.id)).all()


def recipients(session: Session) -> Sequence[Agency]:
    """Child protection, police, and the office of death records, of the site's directory."""
    return session.scalars(select(Agency).where(Agency.kind.in_(RECIPIENTS)).order_by(Agency.name)).all()
