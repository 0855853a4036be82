"""A clinician's groups and sessions in the calendar: the name of the group, its room, and nobody's name."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.calendars.sources import AHEAD, BACK, Entry
from portal.accounts.principal import Principal
from portal.treatment.groups.models import GroupLeader
from portal.treatment.sessions.models import TreatmentSession
from portal.treatment.sessions.vocabulary import SessionStatus


def group_entries(session: Session, principal: Principal, at: datetime) -> list[Entry]:
    """The meetings of the groups that this person leads, or holds; a session with one person has no group, and is not
    told."""
    led = select(GroupLeader.group_id).where(GroupLeader.user_id == principal.user_id)
    wanted = select(TreatmentSession).where(
        TreatmentSession.agency_id == principal.agency_id,
        TreatmentSession.group_id.is_not(None),
        or_(TreatmentSession.clinician_id == principal.user_id, TreatmentSession.group_id.in_(led)),
        TreatmentSession.starts_at.between(at - BACK, at + AHEAD),
    )
    return [entry(one) for one in session.scalars(wanted).unique()]


def entry(meeting: TreatmentSession) -> Entry:
    return Entry(
        id=meeting.id,
        summary=meeting.group.name if meeting.group is not None else "",
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + timedelta(minutes=meeting.minutes),
        place=meeting.room,
        cancelled=meeting.status != SessionStatus.HELD,
    )
