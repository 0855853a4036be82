"""An address for a calendar is made, and made useless."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.calendars.models import CalendarFeed
from portal.accounts.calendars.queries import feed_of, token_hash
from portal.accounts.principal import Principal

BYTES = 32


def make_feed(session: Session, actor: Principal) -> str:
    """A new address of 256 random bits; the one before no longer works. The token is told once and kept nowhere."""
    revoke_feed(session, actor)
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed(appointment_id=actor.appointment_id, token_hash=token_hash(token))
    session.add(feed)
    session.flush()
    record_act(session, actor, "calendar_made", feed)
    return token


def revoke_feed(session: Session, actor: Principal) -> None:
    """From now on the address leads nowhere."""
    feed = feed_of(session, actor.appointment_id)
    if feed is not None:
        feed.revoked_at = clock.now()
        record_act(session, actor, "calendar_revoked", feed)
        session.flush()
