"""Reading sessions, rosters and marks; gated, set-wise. Sessions are an agency's own; marks are the gate's matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.gate.looking import tally
from portal.treatment.groups.models import GroupLeader
from portal.treatment.sessions.models import (
    Attendance,
    AttendanceReason,
    AttendanceRollup,
    RosterPlace,
    TreatmentSession,
)
from portal.treatment.sessions.vocabulary import ATTENDED_MARKS, SessionStatus

RECENT_DAYS = 90


def treatment_session(session: Session, session_id: UUID, agency_id: UUID) -> TreatmentSession | None:
    """A session of the agency itself; None for any other id."""
    wanted = select(TreatmentSession).where(TreatmentSession.id == session_id, TreatmentSession.agency_id == agency_id)
    return session.scalar(wanted)


def sessions_between(session: Session, agency_id: UUID, from_on: date, to_on: date) -> Sequence[TreatmentSession]:
    """The agency's sessions from a day through a day, in order of time."""
    wanted = select(TreatmentSession).where(
        TreatmentSession.agency_id == agency_id, TreatmentSession.meets_on.between(from_on, to_on)
    )
    return session.scalars(wanted.order_by(TreatmentSession.starts_at, TreatmentSession.id)).all()


def sessions_of_group(session: Session, group_id: UUID, from_on: date) -> Sequence[TreatmentSession]:
    wanted = select(TreatmentSession).where(TreatmentSession.group_id == group_id, TreatmentSession.meets_on >= from_on)
    return session.scalars(wanted.order_by(TreatmentSession.starts_at, TreatmentSession.id)).all()


def to_mark(
    session: Session, agency_id: UUID, at: datetime, from_on: date, leader_id: UUID | None = None
) -> Sequence[TreatmentSession]:
    """Sessions that have begun since a day and on whose roster somebody is not marked; of one leader when given."""
    marked = exists().where(
        Attendance.session_id == RosterPlace.session_id,
        Attendance.participant_id == RosterPlace.participant_id,
        Attendance.superseded_at.is_(None),
    )
    waiting = exists().where(RosterPlace.session_id == TreatmentSession.id, RosterPlace.taken_off_at.is_(None), ~marked)
    wanted = select(TreatmentSession).where(
        TreatmentSession.agency_id == agency_id,
        TreatmentSession.status == SessionStatus.HELD,
        TreatmentSession.meets_on >= from_on,
        TreatmentSession.starts_at <= at,
        waiting,
    )
    if leader_id is not None:
        leads = exists().where(GroupLeader.group_id == TreatmentSession.group_id, GroupLeader.user_id == leader_id)
        wanted = wanted.where(or_(TreatmentSession.clinician_id == leader_id, leads))
    return session.scalars(wanted.order_by(TreatmentSession.starts_at, TreatmentSession.id)).all()


def places(session: Session, session_id: UUID) -> Sequence[RosterPlace]:
    """Who is expected at a session."""
    wanted = select(RosterPlace).where(RosterPlace.session_id == session_id, RosterPlace.taken_off_at.is_(None))
    return session.scalars(wanted.order_by(RosterPlace.id)).all()


def places_of(session: Session, session_ids: Iterable[UUID]) -> Sequence[RosterPlace]:
    """Who is expected at several sessions."""
    wanted = select(RosterPlace).where(
        RosterPlace.session_id.in_(list(session_ids)), RosterPlace.taken_off_at.is_(None)
    )
    return session.scalars(wanted.order_by(RosterPlace.id)).all()


def places_count(session: Session, session_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many are expected at each session of one's own agency."""
    counted: Any = (
        select(RosterPlace.session_id, func.count())
        .where(RosterPlace.session_id.in_(list(session_ids)), RosterPlace.taken_off_at.is_(None))
        .group_by(RosterPlace.session_id)
    )
    rows: Any = session.execute(tally(counted, (), 0))
    return {row[0]: row[1] for row in rows}


def marks_count(session: Session, session_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many are marked at each session of one's own agency."""
    counted: Any = (
        select(Attendance.session_id, func.count())
        .where(Attendance.session_id.in_(list(session_ids)), Attendance.superseded_at.is_(None))
        .group_by(Attendance.session_id)
    )
    rows: Any = session.execute(tally(counted, (), 0))
    return {row[0]: row[1] for row in rows}


def marks(session: Session, session_id: UUID) -> dict[UUID, Attendance]:
    """The mark that holds for each person at a session."""
    wanted = select(Attendance).where(Attendance.session_id == session_id, Attendance.superseded_at.is_(None))
    return {row.participant_id: row for row in session.scalars(wanted)}


def mark(session: Session, attendance_id: UUID) -> Attendance | None:
    return session.scalar(select(Attendance).where(Attendance.id == attendance_id))


def history(session: Session, session_id: UUID, participant_id: UUID) -> Sequence[Attendance]:
    """All marks of one person at one session, the first one first."""
    wanted = select(Attendance).where(Attendance.session_id == session_id, Attendance.participant_id == participant_id)
    return session.scalars(wanted.order_by(Attendance.version)).all()


def own_history(session: Session, participant_id: UUID, agency_id: UUID, limit: int) -> Sequence[Attendance]:
    """The last marks that an agency gave a participant, corrected ones too, the latest session first."""
    wanted = select(Attendance).where(Attendance.participant_id == participant_id, Attendance.origin_id == agency_id)
    order = (Attendance.service_on.desc(), Attendance.session_id.desc(), Attendance.version.desc())
    return session.scalars(wanted.order_by(*order).limit(limit)).all()


def last_attended_on(session: Session, participant_id: UUID, agency_id: UUID) -> date | None:
    """The last day on which a participant was at a session of an agency."""
    wanted = select(Attendance).where(
        Attendance.participant_id == participant_id,
        Attendance.origin_id == agency_id,
        Attendance.superseded_at.is_(None),
        Attendance.mark.in_(sorted(ATTENDED_MARKS)),
    )
    last = session.scalars(wanted.order_by(Attendance.service_on.desc(), Attendance.id).limit(1)).first()
    return last.service_on if last is not None else None


def individual_sessions(
    session: Session, participant_id: UUID, agency_id: UUID, on: date
) -> Sequence[TreatmentSession]:
    """An agency's sessions with one person that are not cancelled, from the day before a day through the day after."""
    wanted = (
        select(TreatmentSession)
        .join(RosterPlace, RosterPlace.session_id == TreatmentSession.id)
        .where(
            RosterPlace.participant_id == participant_id,
            RosterPlace.taken_off_at.is_(None),
            TreatmentSession.agency_id == agency_id,
            TreatmentSession.group_id.is_(None),
            TreatmentSession.status == SessionStatus.HELD,
            TreatmentSession.meets_on.between(on - timedelta(days=1), on + timedelta(days=1)),
        )
    )
    return session.scalars(wanted.order_by(TreatmentSession.starts_at, TreatmentSession.id)).all()


def attendance(
    session: Session, participant_ids: Iterable[UUID], from_on: date, to_on: date
) -> list[tuple[Attendance, TreatmentSession]]:
    """The marks that hold, of many participants, from a day through a day, with their sessions; oldest first."""
    wanted = (
        select(Attendance, TreatmentSession)
        .join(TreatmentSession, TreatmentSession.id == Attendance.session_id)
        .where(
            Attendance.participant_id.in_(list(participant_ids)),
            Attendance.service_on.between(from_on, to_on),
            Attendance.superseded_at.is_(None),
        )
        .order_by(TreatmentSession.starts_at, Attendance.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def recent_marks(
    session: Session, participant_ids: Iterable[UUID], agency_id: UUID, before: datetime, count: int = 4
) -> dict[UUID, list[Attendance]]:
    """The last marks of each participant at an agency before a moment, oldest first; none older than 90 days."""
    since = (before - timedelta(days=RECENT_DAYS)).date()
    wanted = (
        select(Attendance)
        .join(TreatmentSession, TreatmentSession.id == Attendance.session_id)
        .where(
            Attendance.participant_id.in_(list(participant_ids)),
            Attendance.origin_id == agency_id,
            Attendance.superseded_at.is_(None),
            Attendance.service_on >= since,
            TreatmentSession.starts_at < before,
        )
        .order_by(TreatmentSession.starts_at, TreatmentSession.id)
    )
    found: dict[UUID, list[Attendance]] = {}
    for row in session.scalars(wanted):
        found.setdefault(row.participant_id, []).append(row)
    return {participant_id: rows[-count:] for participant_id, rows in found.items()}


def reasons(session: Session, rows: Iterable[Attendance]) -> dict[UUID, str]:
    """Reasons by the id of the mark, for those who may read clinical notes."""
    by_reason = {row.reason_id: row.id for row in rows if row.reason_id is not None}
    wanted = select(AttendanceReason).where(AttendanceReason.id.in_(list(by_reason)))
    return {by_reason[row.id]: row.reason for row in session.scalars(wanted)}


def planned(
    session: Session, participant_ids: Iterable[UUID], at: datetime, to_on: date
) -> list[tuple[RosterPlace, TreatmentSession]]:
    """Where participants are expected after a moment, through a day; soonest first."""
    wanted = (
        select(RosterPlace, TreatmentSession)
        .join(TreatmentSession, TreatmentSession.id == RosterPlace.session_id)
        .where(
            RosterPlace.participant_id.in_(list(participant_ids)),
            RosterPlace.taken_off_at.is_(None),
            TreatmentSession.starts_at > at,
            TreatmentSession.meets_on <= to_on,
            TreatmentSession.status == SessionStatus.HELD,
        )
        .order_by(TreatmentSession.starts_at, TreatmentSession.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def latest(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[AttendanceRollup]]:
    """The latest mark of each participant at each agency, in one look."""
    found: dict[UUID, list[AttendanceRollup]] = {}
    wanted = select(AttendanceRollup).where(AttendanceRollup.participant_id.in_(list(participant_ids)))
    for row in session.scalars(wanted.order_by(AttendanceRollup.service_on.desc(), AttendanceRollup.id.desc())):
        found.setdefault(row.participant_id, []).append(row)
    return found
