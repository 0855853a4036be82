"""Reading notices: one's own only, and of those only what still opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.accounts.notices.kinds import opens_to
from portal.accounts.notices.models import Notice, NoticePreference, OutgoingMail
from portal.accounts.notices.vocabulary import MailState, NoticeState
from portal.accounts.principal import Principal

KEPT = timedelta(days=30)
"""So long a notice stands in the inbox."""
MOST = 100
ENDED_BADLY = (MailState.FAILED, MailState.UNKNOWN)


def own(principal: Principal, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Notice.appointment_id == principal.appointment_id,
        Notice.state == NoticeState.OPEN,
        Notice.created_at > at - KEPT,
        opens_to(principal),
    )


def inbox(session: Session, principal: Principal, at: datetime) -> Sequence[Notice]:
    """What waits for this appointment, and was read in the last weeks; the newest first."""
    wanted = select(Notice).where(*own(principal, at)).order_by(Notice.created_at.desc(), Notice.id.desc())
    return session.scalars(wanted.limit(MOST)).all()


def unread(session: Session, principal: Principal, at: datetime) -> int:
    """How many notices stand unread: one statement, for the header of each page."""
    counted = select(func.count(Notice.id)).where(*own(principal, at), Notice.read_at.is_(None))
    return session.scalar(counted) or 0


def notice(session: Session, principal: Principal, notice_id: UUID, at: datetime) -> Notice | None:
    """A notice of one's own that still opens."""
    return session.scalar(select(Notice).where(Notice.id == notice_id, *own(principal, at)))


def preference(session: Session, user_id: UUID) -> NoticePreference | None:
    return session.scalar(select(NoticePreference).where(NoticePreference.user_id == user_id))


def mails(session: Session, most: int = 50) -> Sequence[OutgoingMail]:
    """Mails that failed, or of which nobody knows whether they went; the last one first."""
    wanted = select(OutgoingMail).where(OutgoingMail.state.in_(ENDED_BADLY))
    return session.scalars(wanted.order_by(OutgoingMail.ended_at.desc(), OutgoingMail.id).limit(most)).all()


def mail_counts(session: Session) -> dict[MailState, int]:
    """How many mails stand in each state."""
    rows = session.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state))
    return {MailState(state): count for state, count in rows}


def failed_mail(session: Session, mail_id: UUID) -> OutgoingMail | None:
    """A mail that failed before it was handed over; None for any other."""
    wanted = select(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.FAILED)
    return session.scalar(wanted.with_for_update())
