"""Which notices go by mail now, and together: one mail for an appointment, when its holder wants it, never in quiet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.notices.deciding import OpenSession
from portal.accounts.notices.hours import Wish, may_go
from portal.accounts.notices.models import Notice, NoticePreference, OutgoingMail
from portal.accounts.notices.vocabulary import MailMode, NoticeState
from portal.db import patiently, write_intent

UNTOLD = (Notice.state == NoticeState.OPEN, Notice.read_at.is_(None), Notice.mail_id.is_(None))


def wish_of(found: NoticePreference, zone: str) -> Wish:
    return Wish(MailMode(found.mode), found.daily_at, found.quiet_from, found.quiet_to, zone)


def gather(open_session: OpenSession) -> int:
    """Make the mails that may go now; how many. A notice belongs to one mail, once and for good."""
    with open_session() as session:
        appointments = sorted(wanting(session))
    return sum(patiently(gather_for, open_session, one) for one in appointments)


def wanting(session: Session) -> Iterable[UUID]:
    """Appointments with notices of which their holder wants mail."""
    return session.scalars(
        select(Appointment.id)
        .join(Notice, Notice.appointment_id == Appointment.id)
        .join(NoticePreference, NoticePreference.user_id == Appointment.user_id)
        .where(*UNTOLD, NoticePreference.mode != MailMode.NONE)
        .distinct()
    )


def gather_for(open_session: OpenSession, appointment_id: UUID) -> bool:
    """One mail about all that is untold to one appointment, if the time for it has come."""
    with write_intent(), open_session() as session:
        mail = mail_of(session, session.get_one(Appointment, appointment_id), clock.now())
        session.commit()
    return mail is not None


def mail_of(session: Session, appointment: Appointment, at: datetime) -> OutgoingMail | None:
    found = session.scalar(select(NoticePreference).where(NoticePreference.user_id == appointment.user_id))
    if found is None:
        return None
    wish = wish_of(found, appointment.agency.time_zone)
    wanted = select(Notice).where(*UNTOLD, Notice.appointment_id == appointment.id).order_by(Notice.id)
    untold = session.scalars(wanted.with_for_update(skip_locked=True)).all()
    ripe = [one for one in untold if may_go(wish, one.decided_at or at, at)]
    if not ripe:
        return None
    mail = OutgoingMail(appointment_id=appointment.id, due_at=at)
    session.add(mail)
    session.flush()
    for one in ripe:
        one.mail_id = mail.id
    return mail
