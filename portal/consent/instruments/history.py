"""What became of a paper, by the audit trail: who did what to it, and when. Ask only for papers that the gate shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.gate.reader import reader_of


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a paper's history. `who` and `agency` are empty for what the site's operator did."""

    at: datetime
    words: str
    who: str
    agency: str
    note: str


def history_of(session: Session, paper_ids: Iterable[UUID], words: Mapping[str, Any]) -> dict[UUID, list[Step]]:
    """By paper its steps in order of time. `words` says which acts are told, and how."""
    event = AuditEvent
    wanted: Any = (
        select(event.subject_id, event.act, event.at, event.note, UserAccount, Agency.name)
        .outerjoin(UserAccount, UserAccount.id == event.user_id)
        .outerjoin(Agency, Agency.id == event.agency_id)
        .where(event.subject_id.in_(list(paper_ids)), event.act.in_(list(words)))
        .order_by(event.at, event.id)
    )
    found: dict[UUID, list[Step]] = {}
    for paper_id, act, at, note, user, agency in session.execute(wanted):
        who = user.display_name if user is not None else ""
        found.setdefault(paper_id, []).append(Step(at, str(words[act]), who, agency or "", note))
    return found


def own_note(session: Session, paper_id: UUID, act: str) -> str:
    """What the reader's own agency wrote beside an act on a paper; nothing where another one did it."""
    event = AuditEvent
    mine = (event.subject_id == paper_id, event.act == act, event.agency_id == reader_of(session).agency)
    return session.scalar(select(event.note).where(*mine).order_by(event.at)) or ""
