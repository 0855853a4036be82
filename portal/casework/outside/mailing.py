"""The mail with a one-time link: no name, no agency, nothing about anybody; handed over at most once (R145).

The job holds an id only. Address and text are made when it goes, and only while the link would open at that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.jobs.services import enqueue
from portal.accounts.notices.smtp import Connection, MailServer, NotTaken
from portal.accounts.sign_in.cookies import secret_key
from portal.casework.outside.models import OutsideLink
from portal.casework.outside.queries import contact
from portal.casework.outside.standing import standing_of
from portal.casework.outside.tokens import token_of
from portal.db import rows_changed, write_intent
from portal.extensions import db

MAIL_JOB = "outside_link_mail"
FIRST, REMINDER = "first", "reminder"
SENT_AT = {FIRST: OutsideLink.mailed_at, REMINDER: OutsideLink.reminded_at}
LANGUAGE = "en_US"


def ask_for_mail(session: Session, link_id: UUID, turn: str = FIRST) -> None:
    """Once for each link and turn, however often it is asked."""
    enqueue(session, MAIL_JOB, f"outside:{link_id}:{turn}", {"link": str(link_id), "turn": turn})


def send_link(payload: Mapping[str, str]) -> None:
    """The job. NotTaken when the server says no: then it is tried again later."""
    server = MailServer.of(current_app.config)
    link_id, turn = UUID(payload["link"]), payload["turn"]
    recipient, nonce = due(link_id)
    if not server.host or not recipient or not claimed(link_id, turn):
        return
    message = write_link_mail(server, recipient, token_of(secret_key(), nonce), link_id)
    try:
        with Connection(server, recipient) as connection:
            connection.hand_over(message)
    except NotTaken:
        give_back(link_id, turn)
        raise


def due(link_id: UUID) -> tuple[str, bytes]:
    """To whom the link goes now, and what its address is made from; nobody when it leads nowhere."""
    open_session, now = db.session.session_factory, clock.now()
    with open_session() as session:
        link = session.get_one(OutsideLink, link_id)
        if not link.open_at(now) or standing_of(open_session, link, now) is None:
            return "", b""
        whom = contact(session, link.agency_id)
        return (whom.mail if whom is not None else ""), link.nonce


def claimed(link_id: UUID, turn: str) -> bool:
    """Whether this worker is the one that hands the mail over; committed before it does."""
    column = SENT_AT[turn]
    with write_intent(), db.session.session_factory() as session:
        mine = update(OutsideLink).where(OutsideLink.id == link_id, column.is_(None)).values({column: clock.now()})
        first = rows_changed(session, mine) == 1
        record_act(session, None, "outside_link_mailed", session.get_one(OutsideLink, link_id))
        session.commit()
        return first


def give_back(link_id: UUID, turn: str) -> None:
    with write_intent(), db.session.session_factory() as session:
        session.execute(update(OutsideLink).where(OutsideLink.id == link_id).values({SENT_AT[turn]: None}))
        session.commit()


def write_link_mail(server: MailServer, recipient: str, token: str, link_id: UUID) -> EmailMessage:
    """The same words for everybody, and an address that tells nothing."""
    message = EmailMessage()
    message["From"], message["To"] = server.sender, recipient
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{link_id.hex}@{server.sender.rpartition('@')[2] or 'portal'}>"
    public = str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/")
    with force_locale(LANGUAGE):
        message["Subject"] = _("A few questions wait for you")
        lines = (
            _("You have an item in the portal. It takes about three minutes."),
            _("Open this address: %(address)s", address=f"{public}/one-time/{token}"),
            _("You need a code to open it. We tell you the code on the telephone; no mail ever has it."),
            _("The address works once. This mail names nobody, and nobody reads an answer to it."),
        )
    message.set_content("\n\n".join(lines) + "\n")
    return message
