"""Notices to those who asked: an answer is there, or its last day is over; and reminders to those who were asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.casework.outside.mailing import REMINDER, ask_for_mail
from portal.casework.outside.models import OutsideLink, OutsideRequest
from portal.casework.outside.services import ANSWERED
from portal.casework.outside.standing import standing_of
from portal.consent.to_be import OpenSession
from portal.db import patiently, write_intent

OVERDUE = "outside_overdue"
BEFORE_THE_END = timedelta(days=1, hours=12)
"""So long before a link closes the agency is reminded, if it was asked by mail: during the day before the last one."""
TOLD_FOR = timedelta(days=7)
"""A link that closed longer ago is told of no more."""


def request_opens(principal: Principal) -> ColumnElement[bool]:
    """The page of a request opens to the agency that asked, to roles that read what is told."""
    return exists(
        select(OutsideRequest.id).where(
            OutsideRequest.id == Notice.subject_id, OutsideRequest.origin_id == principal.agency_id
        )
    )


def request_values(notice: Notice) -> dict[str, Any]:
    return {"request_id": notice.subject_id}


def look_after_links(open_session: OpenSession, now: datetime) -> None:
    """Remind agencies whose links close soon, and tell those who asked of links that closed without an answer."""
    with open_session() as session:
        unanswered = select(OutsideLink).where(OutsideLink.ended_at.is_(None))
        soon = unanswered.where(
            OutsideLink.expires_at > now,
            OutsideLink.expires_at <= now + BEFORE_THE_END,
            OutsideLink.mailed_at.is_not(None),
            OutsideLink.mailed_at < now - timedelta(days=1),
            OutsideLink.reminded_at.is_(None),
        )
        over = unanswered.where(OutsideLink.expires_at <= now, OutsideLink.expires_at > now - TOLD_FOR)
        remind = [one.id for one in session.scalars(soon) if standing_of(open_session, one, now) is not None]
        late = [(one.id, one.appointment_id, one.request_id) for one in session.scalars(over)]
    if remind or late:
        patiently(lambda: write_down(open_session, remind, late))


def write_down(open_session: OpenSession, remind: list[UUID], late: list[tuple[UUID, UUID, UUID]]) -> None:
    with write_intent(), open_session() as session:
        keep(session, remind, late)
        session.commit()


def keep(session: Session, remind: list[UUID], late: list[tuple[UUID, UUID, UUID]]) -> None:
    for link_id in remind:
        ask_for_mail(session, link_id, REMINDER)
    for link_id, appointment_id, request_id in late:
        tell(session, Tell(OVERDUE, appointment_id, request_id, str(link_id)))


def add_kinds() -> None:
    for code, words in (
        (ANSWERED, _("An answer that you asked for is there.")),
        (OVERDUE, _("An answer that you asked for did not come in time.")),
    ):
        add_kind(Kind(code, words, Permission.OUTSIDE_ASK, "casework.outside.show", request_values, request_opens))
