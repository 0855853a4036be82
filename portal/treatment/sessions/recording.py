"""Marking a roster, and correcting a mark. Marks are events: a correction is a new row, the first one stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import derived_columns, gate_columns
from portal.gate.vocabulary import Category
from portal.treatment.sessions import queries, rollups
from portal.treatment.sessions.conflicts import refuse_lost_update, refuse_stale_mark
from portal.treatment.sessions.models import (
    MARKED_ALREADY,
    Attendance,
    AttendanceReason,
    TreatmentSession,
)
from portal.treatment.sessions.vocabulary import ATTENDED_MARKS, AttendanceMark, SessionStatus
from portal.web.refused import Refused

REASON_LIMIT = 200
GONE = _("Not on this roster any more. This mark is not saved.")


@dataclass(frozen=True, slots=True)
class MarkOne:
    """One person's mark. `minutes` None: those of the session for who was there, 0 for who was not."""

    participant_id: UUID
    mark: AttendanceMark
    minutes: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordMarks:
    """Marks of one session, all of its roster or a part. `version` is the one that the form was opened with.

    `keep` says what holds for people whom somebody else marked meanwhile: "" asks, "theirs" or "mine".
    """

    session_id: UUID
    marks: tuple[MarkOne, ...]
    version: int | None = None
    keep: str = ""


@dataclass(frozen=True, slots=True)
class CorrectMark:
    """Another mark in place of one that was recorded. `reason` stays in the clinic; a correction always has one."""

    attendance_id: UUID
    mark: AttendanceMark
    reason: str
    minutes: int | None = None
    makeup_of_id: UUID | None = None


class MarkRefused(Refused):
    """A mark that can't be: `participant_id` says whose, None when the session is meant."""

    def __init__(self, message: object, participant_id: UUID | None = None, part: str = "mark") -> None:
        super().__init__("marks", message)
        self.participant_id = participant_id
        self.part = part
        self.every: tuple[MarkRefused, ...] = (self,)


def record_attendance(session: Session, actor: Principal, command: RecordMarks) -> list[Attendance]:
    """Record marks of one session: one flush for the roster, then one signal a mark. Returns the new rows.

    Raises MarkRefused (a future session, somebody not on the roster or marked already, minutes that can't be, an
    excuse without a reason) and EditedMeanwhile, when others saved different marks since the form was opened.
    """
    meeting = begun_session(session, actor, command.session_id)
    expected = {place.participant_id for place in queries.places(session, meeting.id)}
    known = queries.marks(session, meeting.id)
    refuse_unfit(meeting, command.marks, expected)
    if len({one.participant_id for one in command.marks}) < len(command.marks):
        raise MarkRefused(MARKED_ALREADY)
    fresh = [one for one in command.marks if one.participant_id not in known]
    changed = [one for one in command.marks if one.participant_id in known and differs(known[one.participant_id], one)]
    if changed and command.version is None:
        raise MarkRefused(MARKED_ALREADY, changed[0].participant_id)
    if changed and not command.keep:
        refuse_lost_update(session, actor, meeting, [(known[one.participant_id], one) for one in changed])
    rows = [new_mark(actor, meeting, one) for one in fresh]
    session.add_all(rows)
    rollups.renew(session, actor, rows)
    if rows:
        meeting.marked_at = clock.now()
        meeting.marked_by_id = actor.user_id
        meeting.version += 1
        record_act(session, actor, "attendance_recorded", meeting, note=str(len(rows)))
    session.flush()
    for row in rows:
        signals.attendance_recorded.send(session, attendance=row, corrected=False, actor=actor)
    if command.keep == "mine":
        rows += [supersede(session, actor, meeting, known[one.participant_id], explained(one)) for one in changed]
    return rows


def correct_mark(session: Session, actor: Principal, command: CorrectMark) -> Attendance:
    """Put another mark in place of one; the first stays in the history with who and when, and loses nothing.

    Raises MarkRefused as record_attendance does, and EditedMeanwhile when it was corrected already.
    """
    old = queries.mark(session, command.attendance_id)
    if old is None or old.origin_id != actor.agency_id:
        raise Refused("", _("There is no such mark at your agency."))
    meeting = begun_session(session, actor, old.session_id)
    session.refresh(old)
    one = MarkOne(old.participant_id, command.mark, command.minutes, command.reason.strip())
    if old.superseded_at is not None:
        refuse_stale_mark(session, actor, old, one)
    if not one.reason:
        raise MarkRefused(_("Write why the mark is corrected. It stays in the clinic."), old.participant_id, "reason")
    refuse_unfit(meeting, (one,), {old.participant_id})
    return supersede(session, actor, meeting, old, one, command.makeup_of_id)


def supersede(
    session: Session,
    actor: Principal,
    meeting: TreatmentSession,
    old: Attendance,
    one: MarkOne,
    makeup_of_id: UUID | None = None,
) -> Attendance:
    """The old row ends before the new one stands, because only one may hold at a time."""
    old.superseded_at = clock.now()
    meeting.version += 1
    session.flush()
    row = new_mark(actor, meeting, one, old)
    row.makeup_of_id, row.withheld = makeup_of_id, old.withheld
    session.add(row)
    record_act(session, actor, "attendance_corrected", row)
    session.flush()
    rollups.rederive(session, actor, row.participant_id)
    session.flush()
    signals.attendance_recorded.send(session, attendance=row, corrected=True, actor=actor)
    return row


def explained(one: MarkOne) -> MarkOne:
    """A mark that replaces a colleague's has a reason like every correction."""
    return one if one.reason.strip() else replace(one, reason=str(_("Two people marked at the same time.")))


def new_mark(actor: Principal, meeting: TreatmentSession, one: MarkOne, old: Attendance | None = None) -> Attendance:
    """The row of a mark; a correction repeats the protection of what it corrects."""
    reason = None
    if one.reason.strip():
        columns = gate_columns(actor, Category.CLINICAL_NOTE, one.participant_id, meeting.meets_on)
        reason = AttendanceReason(**columns, reason=one.reason.strip())
    columns = (
        derived_columns(actor, old)
        if old is not None
        else gate_columns(actor, Category.ATTENDANCE, one.participant_id, meeting.meets_on)
    )
    return Attendance(
        **columns,
        session_id=meeting.id,
        service=meeting.service_line.name,
        mark=one.mark,
        minutes=minutes_of(meeting, one),
        reason=reason,
        version=old.version + 1 if old is not None else 1,
        supersedes_id=old.id if old is not None else None,
    )


def held_session(session: Session, actor: Principal, session_id: UUID) -> TreatmentSession:
    """A session of the actor's agency, held against other writers until this transaction ends."""
    wanted = (
        select(TreatmentSession)
        .where(TreatmentSession.id == session_id, TreatmentSession.agency_id == actor.agency_id)
        .with_for_update(of=TreatmentSession)
        .execution_options(populate_existing=True)
    )
    meeting = session.scalar(wanted)
    if meeting is None:
        raise MarkRefused(_("There is no such session at your agency."))
    return meeting


def begun_session(session: Session, actor: Principal, session_id: UUID) -> TreatmentSession:
    meeting = held_session(session, actor, session_id)
    if meeting.starts_at > clock.now():
        raise MarkRefused(_("This session has not begun. Marks are entered once it has."))
    return meeting


def refuse_unfit(meeting: TreatmentSession, marks: tuple[MarkOne, ...], expected: set[UUID]) -> None:
    """Refuse marks that the database would refuse too, all of them at once: `every` of the first one has the rest."""
    found = [MarkRefused(*problem) for one in marks if (problem := problem_of(meeting, one, expected)) is not None]
    if found:
        found[0].every = tuple(found)
        raise found[0]


def problem_of(meeting: TreatmentSession, one: MarkOne, expected: set[UUID]) -> tuple[object, UUID, str] | None:
    """What is wrong with a mark: how to mend it, whose it is, and which part is meant; None when nothing is."""
    whose, minutes, there = one.participant_id, minutes_of(meeting, one), one.mark in ATTENDED_MARKS
    if whose not in expected:
        return GONE, whose, "mark"
    if meeting.status == SessionStatus.CANCELLED and one.mark != AttendanceMark.PROVIDER_CANCELLED:
        return _("This session was cancelled. Nobody is marked."), whose, "mark"
    if not 0 <= minutes <= meeting.minutes:
        message = _("The session has %(minutes)d minutes. Enter no more than that.", minutes=meeting.minutes)
        return message, whose, "minutes"
    if one.mark == AttendanceMark.LEFT_EARLY and not 0 < minutes < meeting.minutes:
        message = _("Left early: enter the minutes stayed, from 1 to %(most)d.", most=meeting.minutes - 1)
        return message, whose, "minutes"
    if there and minutes == 0:
        return _("Who was there stayed for some minutes. Enter how many."), whose, "minutes"
    if minutes and not there:
        return _("Who was not there has 0 minutes."), whose, "minutes"
    if one.mark == AttendanceMark.EXCUSED and not one.reason.strip():
        return _("Enter the reason for the excuse."), whose, "reason"
    if len(one.reason) > REASON_LIMIT:
        return _("Shorten the reason to %(most)d characters.", most=REASON_LIMIT), whose, "reason"
    return None


def minutes_of(meeting: TreatmentSession, one: MarkOne) -> int:
    """Minutes attended. Nothing typed means all of them; who left early has to say."""
    if one.minutes is not None:
        return one.minutes
    return meeting.minutes if one.mark in ATTENDED_MARKS else 0


def differs(row: Attendance, one: MarkOne) -> bool:
    return row.mark != one.mark or (one.minutes is not None and row.minutes != one.minutes)
