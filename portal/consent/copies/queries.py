"""To whom a copy could go, and which records of its own an agency could give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.consent.accounting.models import Disclosure
from portal.consent.own_records import holding
from portal.consent.register import TECHNICAL
from portal.gate.protected import Gated

DOCUMENT = "document"
"""The channel under which a copy stands in the accounting."""


def targets(session: Session, agency_id: UUID, at: datetime) -> Sequence[Appointment]:
    """Everybody at another agency who acts in a role that may see content at all: the directory of posts."""
    wanted = select(Appointment).where(
        Appointment.agency_id != agency_id,
        Appointment.role.not_in(TECHNICAL),
        Appointment.starts_at <= at,
        or_(Appointment.ends_at.is_(None), Appointment.ends_at > at),
    )
    found = [one for one in session.scalars(wanted).unique() if one.user.status == AccountStatus.ACTIVE]
    return sorted(found, key=lambda one: (one.agency.name, one.user.full_name, one.role))


def own_records(
    session: Session,
    record: type[Gated],
    participant_id: UUID,
    agency_id: UUID,
    first: date | None = None,
    last: date | None = None,
) -> list[Gated]:
    """An agency's own records of a kind that hold now and that the reader's role opens, the oldest first.

    `first` and `last` are days that records are about, both included.
    """
    wanted = select(record).where(*holding(record, participant_id, agency_id))
    if first is not None:
        wanted = wanted.where(record.service_on >= first)
    if last is not None:
        wanted = wanted.where(record.service_on <= last)
    return list(session.scalars(wanted.order_by(record.service_on, record.id)))


def given(session: Session, participant_id: UUID, agency_id: UUID) -> Sequence[Any]:
    """(Disclosure, Agency, UserAccount): to whom an agency gave copies of its records, the newest first."""
    wanted = (
        select(Disclosure, Agency, UserAccount)
        .join(Agency, Agency.id == Disclosure.agency_id)
        .join(UserAccount, UserAccount.id == Disclosure.user_id)
        .where(
            Disclosure.participant_id == participant_id,
            Disclosure.holder_id == agency_id,
            Disclosure.channel == DOCUMENT,
        )
    )
    return session.execute(wanted.order_by(Disclosure.at.desc(), Disclosure.id)).all()
