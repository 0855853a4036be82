"""Before anything is told: does the account act, is the appointment in force, and does the page open to its reader now?

What does not open ends as not sent, and nobody is told so. Each appointment is decided in a session of its own reader.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.notices.kinds import opens_to
from portal.accounts.notices.models import Notice
from portal.accounts.notices.vocabulary import NoticeState
from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.sessions import in_force, is_active
from portal.db import patiently, write_intent
from portal.gate.reader import Reader, bind_reader

OpenSession = Callable[[], Session]
ReadAs = Callable[[Session, Principal, datetime], Reader]
"""Who reads when a principal does; the gate's answer, which this room is told by whoever calls it."""


def still_open(
    session: Session, read_as: ReadAs, appointment_id: UUID, ids: Collection[UUID], at: datetime
) -> set[UUID]:
    """Which notices open to their recipient at this moment; the session is the recipient's from here on."""
    appointment = session.get_one(Appointment, appointment_id)
    if not is_active(appointment.user) or not in_force(appointment, at):
        return set()
    principal = principal_of(appointment)
    bind_reader(session, read_as(session, principal, at))
    wanted = select(Notice.id).where(
        Notice.id.in_(list(ids)), Notice.appointment_id == appointment_id, opens_to(principal)
    )
    return set(session.scalars(wanted))


def decide_waiting(open_session: OpenSession, read_as: ReadAs) -> int:
    """Decide every notice that waits; how many were decided."""
    with open_session() as session:
        waiting = select(Notice.appointment_id).where(Notice.state == NoticeState.WAITING).distinct()
        appointments = sorted(session.scalars(waiting))
    return sum(patiently(decide, open_session, read_as, one) for one in appointments)


def decide(open_session: OpenSession, read_as: ReadAs, appointment_id: UUID) -> int:
    """Decide what waits for one appointment, in one transaction."""
    with write_intent(), open_session() as session:
        at = clock.now()
        wanted = select(Notice).where(Notice.appointment_id == appointment_id, Notice.state == NoticeState.WAITING)
        waiting = session.scalars(wanted.order_by(Notice.id).with_for_update(skip_locked=True)).all()
        opened = still_open(session, read_as, appointment_id, [one.id for one in waiting], at) if waiting else set()
        for one in waiting:
            one.state = NoticeState.OPEN if one.id in opened else NoticeState.NOT_SENT
            one.decided_at = at
        session.commit()
    return len(waiting)
