"""Telling somebody that something waits, and what the recipient does with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.notices.kinds import kind_of
from portal.accounts.notices.models import Notice, NoticePreference, OutgoingMail
from portal.accounts.notices.queries import own, preference
from portal.accounts.notices.vocabulary import MailMode, MailState, NoticeState
from portal.accounts.principal import Principal
from portal.ids import new_id
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class Tell:
    """What to tell, and to which appointment. The same `key` is told once, however often it is said."""

    kind: str
    appointment_id: UUID
    subject_id: UUID
    key: str
    detail: str = ""


def tell(session: Session, command: Tell) -> None:
    """Write a notice in the caller's transaction; it goes out only if that commits. Telling again changes nothing."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {
        "id": new_id(),
        "appointment_id": command.appointment_id,
        "kind": kind_of(command.kind).code,
        "subject_id": command.subject_id,
        "detail": command.detail,
        "key": f"{command.kind}:{command.key}:{command.appointment_id}",
        "created_at": clock.now(),
        "state": NoticeState.WAITING,
    }
    session.execute(dialect.insert(Notice).values(**row).on_conflict_do_nothing(index_elements=["key"]))


def mark_read(session: Session, actor: Principal, at: datetime, notice_id: UUID | None = None) -> None:
    """Note that a notice was read; all that the inbox shows when none is named."""
    ids = select(Notice.id).where(*own(actor, at), Notice.read_at.is_(None))
    if notice_id is not None:
        ids = ids.where(Notice.id == notice_id)
    found = list(session.scalars(ids))
    session.execute(update(Notice).where(Notice.id.in_(found)).values(read_at=clock.now()))


@dataclass(frozen=True, slots=True)
class SavePreference:
    """How a person wants to be told; both quiet hours, or none."""

    mode: MailMode
    address: str
    daily_at: time
    quiet_from: time | None
    quiet_to: time | None


def save_preference(session: Session, actor: Principal, command: SavePreference) -> NoticePreference:
    """Keep a person's wish. Refused without an address to send to, and with one quiet hour only."""
    if command.mode is not MailMode.NONE and not is_address(command.address):
        raise Refused("address", _("Give an address like name@example.org, or choose no mail."))
    if (command.quiet_from is None) != (command.quiet_to is None):
        field = "quiet_from" if command.quiet_from is None else "quiet_to"
        raise Refused(field, _("Give both quiet hours, or leave both empty."))
    found = preference(session, actor.user_id)
    if found is None:
        found = NoticePreference(user_id=actor.user_id)
        session.add(found)
    found.mode, found.address, found.daily_at = command.mode, command.address, command.daily_at
    found.quiet_from, found.quiet_to = command.quiet_from, command.quiet_to
    session.flush()
    record_act(session, actor, "notice_preference_saved", found, note=command.mode)
    return found


def is_address(text: str) -> bool:
    """One address without anything that could end a header; whether it exists, the mail's server knows."""
    name, at, host = text.rpartition("@")
    plain = text.isascii() and text.isprintable() and not set(text) & set(' <>,;:"\\()[]')
    return bool(name and at) and plain and "." in host.strip(".") and "@" not in name


def try_mail_again(session: Session, actor: Principal, mail: OutgoingMail) -> None:
    """Let a mail that failed before it was handed over go once more. One that may have arrived never does."""
    if mail.state != MailState.FAILED:
        return
    mail.state, mail.tries, mail.due_at, mail.ended_at, mail.failure = MailState.WAITING, 0, clock.now(), None, ""
    record_act(session, actor, "mail_tried_again", mail)
    session.flush()
