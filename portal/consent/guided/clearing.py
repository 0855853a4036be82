"""Forms that nobody finished go after a week, so that what was typed about somebody does not lie about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.guided.models import ConsentDraft
from portal.db import write_intent
from portal.gate.reader import Reader, bind_reader
from portal.ids import NIL


def clear_drafts(open_session: Callable[[], Session], now: datetime) -> int:
    """Delete the drafts whose time is over; how many went. Who reads is nobody, to whom only such drafts are shown."""
    with write_intent(), open_session() as session:
        bind_reader(session, Reader(now, NIL, NIL, role="", purpose=0))
        over = session.scalars(select(ConsentDraft).where(ConsentDraft.kept_until <= now)).all()
        for one in over:
            session.delete(one)
        session.commit()
        return len(over)
