"""The latest mark of each participant at each agency: kept with the marks, and always what the marks say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.gate.protected import Gated
from portal.gate.reader import reader_of
from portal.gate.vocabulary import STATE_LABELS, Category, Label
from portal.treatment.sessions.models import Attendance, AttendanceRollup

LABELLED = Label.mask(STATE_LABELS)
REPEATED = ("service_on", "created_at", "author_id", "regime", "labels", "withheld", "service", "mark", "minutes")


@dataclass(frozen=True, slots=True)
class RollupDiffers:
    """One participant at one agency whose rollup is not what the marks say. None: there is no row."""

    participant_id: UUID
    origin_id: UUID
    kept: UUID | None
    derived: UUID | None


def renew(session: Session, actor: Principal, rows: Sequence[Attendance]) -> None:
    """Take newly recorded marks into the rollups of their participants."""
    kept = rollups(session, actor.agency_id, [row.participant_id for row in rows])
    for row in rows:
        if not told(row):
            continue
        rollup = kept.get(row.participant_id)
        if rollup is None:
            columns = {name: getattr(row, name) for name in REPEATED}
            session.add(
                AttendanceRollup(
                    participant_id=row.participant_id,
                    origin_id=row.origin_id,
                    category=row.category,
                    latest=row,
                    **columns,
                )
            )
        elif order(row) > (rollup.service_on, rollup.created_at, rollup.attendance_id):
            repeat(rollup, row)


def rederive(session: Session, actor: Principal, participant_id: UUID) -> None:
    """Make one participant's rollup anew, after a correction."""
    rollup = rollups(session, actor.agency_id, [participant_id]).get(participant_id)
    derived = derive(session, actor.agency_id, [participant_id]).get(participant_id)
    if rollup is not None and derived is not None:
        repeat(rollup, derived)


def hear_withholding(session: Session, record: Gated, actor: Principal) -> None:
    """The rollup never tells of a mark that is withheld; where no other is left, it is withheld itself."""
    if not isinstance(record, Attendance):
        return
    rederive(session, actor, record.participant_id)
    rollup = rollups(session, actor.agency_id, [record.participant_id]).get(record.participant_id)
    if rollup is not None and rollup.attendance_id == record.id:
        rollup.withheld = record.withheld
    session.flush()


def check_rollups(session: Session) -> list[RollupDiffers]:
    """Every rollup of the reader's agency that differs from a fresh derivation; for `portal derive --check`.

    The reader must be one who may read attendance; other agencies' rollups are checked by readers of theirs.
    """
    agency_id = reader_of(session).agency
    wanted = select(AttendanceRollup).where(AttendanceRollup.origin_id == agency_id)
    kept = {row.participant_id: row for row in session.scalars(wanted)}
    derived = derive(session, agency_id)
    differing = []
    for participant_id in sorted(kept.keys() | derived.keys(), key=str):
        rollup, row = kept.get(participant_id), derived.get(participant_id)
        if row is None and rollup is not None and rollup.withheld:
            continue
        if rollup is None or row is None or not repeats(rollup, row):
            pair = (rollup.attendance_id if rollup else None, row.id if row else None)
            differing.append(RollupDiffers(participant_id, agency_id, *pair))
    return differing


def derive(session: Session, agency_id: UUID, participant_ids: Iterable[UUID] | None = None) -> dict[UUID, Attendance]:
    """The latest mark of each participant at an agency, from the marks themselves."""
    wanted = select(Attendance).where(Attendance.origin_id == agency_id, Attendance.superseded_at.is_(None))
    if participant_ids is not None:
        wanted = wanted.where(Attendance.participant_id.in_(list(participant_ids)))
    found: dict[UUID, Attendance] = {}
    for row in session.scalars(wanted):
        if told(row) and (row.participant_id not in found or order(row) > order(found[row.participant_id])):
            found[row.participant_id] = row
    return found


def rollups(session: Session, agency_id: UUID, participant_ids: Iterable[UUID]) -> dict[UUID, AttendanceRollup]:
    """An agency's rollups, held against other writers until this transaction ends."""
    wanted = (
        select(AttendanceRollup)
        .where(
            AttendanceRollup.origin_id == agency_id,
            AttendanceRollup.category == Category.ATTENDANCE.bit,
            AttendanceRollup.participant_id.in_(list(participant_ids)),
        )
        .order_by(AttendanceRollup.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.participant_id: row for row in session.scalars(wanted)}


def told(row: Attendance) -> bool:
    """Only rows that no label and no withholding keeps back are taken up."""
    return not row.withheld and not row.labels & LABELLED


def order(row: Attendance) -> tuple[date, datetime, UUID]:
    """By day, then by when it was recorded."""
    return row.service_on, row.created_at, row.id


def repeat(rollup: AttendanceRollup, row: Attendance) -> None:
    rollup.latest = row
    for name in REPEATED:
        setattr(rollup, name, getattr(row, name))


def repeats(rollup: AttendanceRollup, row: Attendance) -> bool:
    same: Any = rollup.attendance_id == row.id
    return bool(same) and all(getattr(rollup, name) == getattr(row, name) for name in REPEATED)
