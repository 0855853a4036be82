"""Each mail goes out at most once, whenever its worker is killed.

Claim (committed) -> the server takes the recipient -> "sending" (committed) -> the text is handed over -> "sent"
(committed). A worker that dies before "sending" has handed nothing over, and another claims the mail. One that dies
after it may have: such a mail is "unknown", is shown to whoever runs the site, and never goes again. Nothing is lost by
that, because its notices stand in the inbox. Steps that are a transaction are fenced by the number of the claim and by
the scheduler's term.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.jobs.lead import term
from portal.accounts.jobs.services import MOST_TRIES
from portal.accounts.notices.deciding import OpenSession, ReadAs, still_open
from portal.accounts.notices.gathering import wish_of
from portal.accounts.notices.hours import quiet_until
from portal.accounts.notices.models import Notice, OutgoingMail
from portal.accounts.notices.queries import preference
from portal.accounts.notices.smtp import Connection, MailServer, NotTaken, PerhapsTaken
from portal.accounts.notices.vocabulary import MailMode, MailState, NoticeState
from portal.db import patiently, rows_changed, write_intent

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
WORKER_GONE = "WorkerGone"

Write = Callable[["Claimed", MailServer], EmailMessage]


class ClaimLost(RuntimeError):
    """Another worker has the mail; this one does nothing further with it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this worker may send: to whom, about how many notices, made when."""

    mail_id: UUID
    fencing: int
    address: str
    notices: int
    created_at: datetime


def send_waiting(open_session: OpenSession, read_as: ReadAs, server: MailServer, write: Write, most: int = 50) -> int:
    """Send what is due, at most so many; how many were claimed."""
    patiently(take_back, open_session)
    tried = 0
    while tried < most and send_one(open_session, read_as, server, write):
        tried += 1
    return tried


def take_back(open_session: OpenSession) -> None:
    """Mails whose worker is gone: not handed over, they wait again; perhaps handed over, nobody knows."""
    with write_intent(), open_session() as session:
        now = clock.now()
        gone = or_(OutgoingMail.leased_until <= now, OutgoingMail.epoch < term())
        claimed = update(OutgoingMail).where(OutgoingMail.state == MailState.CLAIMED, gone)
        session.execute(claimed.values(state=MailState.WAITING, leased_until=None, failure=WORKER_GONE))
        sending = update(OutgoingMail).where(OutgoingMail.state == MailState.SENDING, gone)
        session.execute(sending.values(state=MailState.UNKNOWN, leased_until=None, failure=WORKER_GONE, ended_at=now))
        session.commit()


def send_one(open_session: OpenSession, read_as: ReadAs, server: MailServer, write: Write) -> bool:
    """Send the mail that is due longest; False when none is. What became of it is in its row."""
    found, mine = patiently(claim, open_session, read_as)
    if mine is None:
        return found
    try:
        with Connection(server, mine.address) as connection:
            patiently(step, open_session, mine, (MailState.CLAIMED,), state=MailState.SENDING)
            connection.hand_over(write(mine, server))
        patiently(close, open_session, mine, MailState.SENT, "")
    except NotTaken as refused:
        patiently(put_back, open_session, mine, str(refused))
    except PerhapsTaken as doubt:
        patiently(close, open_session, mine, MailState.UNKNOWN, str(doubt))
    except ClaimLost:
        return True
    return True


def claim(open_session: OpenSession, read_as: ReadAs) -> tuple[bool, Claimed | None]:
    """Whether a mail was due, and the claim on it; the claim is None when it turned out that it must not go, or not in
    the quiet hours into which a mail comes that was refused before them or whose worker was gone."""
    with write_intent(), open_session() as session:
        now = clock.now()
        due = select(OutgoingMail).where(OutgoingMail.state == MailState.WAITING, OutgoingMail.due_at <= now)
        mail = session.scalar(
            due.order_by(OutgoingMail.due_at, OutgoingMail.id).limit(1).with_for_update(skip_locked=True)
        )
        if mail is None:
            return False, None
        if (later := waits_until(session, mail, now)) > now:
            mail.due_at, claimed = later, None
        else:
            claimed = decide_again(session, read_as, mail, now)
        session.commit()
        return True, claimed


def waits_until(session: Session, mail: OutgoingMail, now: datetime) -> datetime:
    """The end of the holder's quiet hours when it is one of them, else now."""
    found = preference(session, mail.appointment.user_id)
    return quiet_until(wish_of(found, mail.appointment.agency.time_zone), now) if found is not None else now


def decide_again(session: Session, read_as: ReadAs, mail: OutgoingMail, now: datetime) -> Claimed | None:
    """Claim a mail about those of its notices that still open; without any, or without an address, it is withheld."""
    notices = session.scalars(select(Notice).where(Notice.mail_id == mail.id).order_by(Notice.id)).all()
    opened = still_open(session, read_as, mail.appointment_id, [one.id for one in notices], now)
    for one in notices:
        if one.id not in opened:
            one.state = NoticeState.NOT_SENT
    address = address_for(session, mail)
    unread = [one for one in notices if one.id in opened and one.read_at is None]
    mail.fencing += 1
    if not unread or not address:
        mail.state, mail.ended_at = MailState.WITHHELD, now
        return None
    mail.state, mail.epoch, mail.leased_until = MailState.CLAIMED, term(), now + LEASE
    mail.tries += 1
    session.flush()
    return Claimed(mail.id, mail.fencing, address, len(unread), mail.created_at)


def address_for(session: Session, mail: OutgoingMail) -> str:
    """Where the holder of the appointment wants mail; empty when he or she no longer does."""
    found = preference(session, mail.appointment.user_id)
    return found.address if found is not None and found.mode != MailMode.NONE else ""


def step(open_session: OpenSession, mine: Claimed, from_states: tuple[MailState, ...], **values: object) -> None:
    """Change the state of a claimed mail in a transaction of its own. ClaimLost when another has claimed it since."""
    with write_intent(), open_session() as session:
        here = (
            (OutgoingMail.id == mine.mail_id)
            & (OutgoingMail.fencing == mine.fencing)
            & OutgoingMail.state.in_(from_states)
        )
        if rows_changed(session, update(OutgoingMail).where(here).values(**values)) != 1:
            raise ClaimLost(str(mine.mail_id))
        mail = session.get_one(OutgoingMail, mine.mail_id)
        if values.get("state") == MailState.SENDING:
            record_act(session, None, "mail_sending", mail)
        if values.get("ended_at") is not None:
            record_act(session, None, "mail_ended", mail, outcome=str(values["state"]))
        session.commit()


def close(open_session: OpenSession, mine: Claimed, state: MailState, failure: str) -> None:
    """It was taken, or nobody knows. Also for a mail that was given up as unknown while this worker still lived."""
    now = clock.now()
    states = (MailState.SENDING, MailState.UNKNOWN)
    step(open_session, mine, states, state=state, leased_until=None, failure=failure[:80], ended_at=now)


def put_back(open_session: OpenSession, mine: Claimed, failure: str) -> None:
    """It was not taken: it waits, longer each time, and fails for good after the last try."""
    with open_session() as session:
        tries = session.scalars(select(OutgoingMail.tries).where(OutgoingMail.id == mine.mail_id)).one()
    states, now = (MailState.CLAIMED, MailState.SENDING), clock.now()
    if tries >= MOST_TRIES:
        step(open_session, mine, states, state=MailState.FAILED, failure=failure[:80], leased_until=None, ended_at=now)
        return
    due = now + FIRST_WAIT * 2 ** (tries - 1)
    step(open_session, mine, states, state=MailState.WAITING, failure=failure[:80], leased_until=None, due_at=due)


def stamp(mine: Claimed, server: MailServer) -> EmailMessage:
    """The headers of a mail: its Message-ID is made from its row, so that it is the same whoever sends it."""
    message = EmailMessage()
    message["From"], message["To"] = server.sender, mine.address
    message["Date"] = format_datetime(mine.created_at)
    message["Message-ID"] = f"<{mine.mail_id.hex}@{server.sender.rpartition('@')[2] or 'portal'}>"
    message["Auto-Submitted"] = "auto-generated"
    return message
