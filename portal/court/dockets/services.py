"""Planning dockets, putting people on them, calling and closing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.court.dockets.models import STILL_TO_COME, Docket, Hearing
from portal.court.dockets.vocabulary import DocketState, HearingKind, HearingMode, HearingState
from portal.gate.vocabulary import Category, RoleName
from portal.participants.enrollments import queries as enrollments
from portal.participants.programs.models import Program, ProgramVersion
from portal.participants.programs.services import rules_of
from portal.web.dates import time_of
from portal.web.refused import EditedMeanwhile, Refused

SLOT = timedelta(minutes=10)
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class PlanDocket:
    """One judge's list of one day. `reports_due_at` None: by the program's own deadline."""

    program_id: UUID
    judge_user_id: UUID
    starts_at: datetime
    courtroom: str = ""
    staffing_at: datetime | None = None
    reports_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeDocket:
    """What may still change on a docket; `version` is the one that the form was filled from."""

    courtroom: str
    staffing_at: datetime | None
    reports_due_at: datetime
    present: str
    version: int


@dataclass(frozen=True, slots=True)
class ScheduleHearing:
    """`starts_at` None: the next free place on the docket. `set_at_id`: the hearing at which the date was set."""

    participant_id: UUID
    starts_at: datetime | None = None
    kind: HearingKind = HearingKind.STATUS
    mode: HearingMode = HearingMode.IN_PERSON
    set_at_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeHearing:
    """New time, kind and way of a hearing; `version` is the one that the form was filled from."""

    starts_at: datetime
    kind: HearingKind
    mode: HearingMode
    version: int


def plan_docket(session: Session, actor: Principal, command: PlanDocket) -> Docket:
    """Add a docket of a program of the actor's agency. Refused for a past day or someone who is no judge there."""
    program = session.get(Program, command.program_id)
    if program is None or program.agency_id != actor.agency_id or not program.has_hearings:
        raise Refused("program", _("Choose a program of your court."))
    held_on = clock.local_date(command.starts_at, program.time_zone)
    now = clock.now()
    if held_on < clock.local_date(now, program.time_zone) or command.starts_at > now + FARTHEST:
        raise Refused("held_on", _("Enter a day from today on, at most a year ahead."))
    if not is_judge(session, command.judge_user_id, actor.agency_id):
        raise Refused("judge", _("Choose a judge of your court."))
    if command.staffing_at is not None and command.staffing_at > command.starts_at:
        raise Refused("staffing_at", _("Staffing comes before the docket starts."))
    docket = Docket(
        program_id=program.id,
        judge_user_id=command.judge_user_id,
        held_on=held_on,
        starts_at=command.starts_at,
        courtroom=command.courtroom.strip(),
        staffing_at=command.staffing_at,
        reports_due_at=command.reports_due_at or due_by_rules(session, program, held_on),
    )
    if docket.reports_due_at > docket.starts_at:
        raise Refused("reports_due_at", _("Reports are due before the docket starts."))
    session.add(docket)
    session.flush()
    record_act(session, actor, "docket_planned", docket)
    session.flush()
    return docket


def change_docket(session: Session, actor: Principal, docket: Docket, command: ChangeDocket) -> Docket:
    """Change room, staffing, deadline or who was present. EditedMeanwhile when somebody else was faster."""
    if docket.version != command.version:
        raise EditedMeanwhile(
            [
                (str(_("Courtroom")), docket.courtroom, command.courtroom),
                (str(_("Present at staffing")), docket.present, command.present),
            ],
            saved_by=str(_("somebody else")),
            saved_when=str(_("just now")),
            version=docket.version,
        )
    if command.staffing_at is not None and command.staffing_at > docket.starts_at:
        raise Refused("staffing_at", _("Staffing comes before the docket starts."))
    if command.reports_due_at > docket.starts_at:
        raise Refused("due_on", _("Reports are due before the docket starts."))
    docket.courtroom, docket.present = command.courtroom.strip(), command.present.strip()
    docket.staffing_at, docket.reports_due_at = command.staffing_at, command.reports_due_at
    record_act(session, actor, "docket_changed", docket)
    session.flush()
    return docket


def is_judge(session: Session, user_id: UUID, agency_id: UUID) -> bool:
    wanted = select(Appointment.id).where(
        Appointment.user_id == user_id, Appointment.agency_id == agency_id, Appointment.role == RoleName.JUDGE
    )
    return session.scalar(wanted.limit(1)) is not None


def due_by_rules(session: Session, program: Program, held_on: date) -> datetime:
    """When reports are due by the program's newest rules."""
    newest = select(ProgramVersion).where(ProgramVersion.program_id == program.id)
    version = session.scalars(newest.order_by(ProgramVersion.number.desc()).limit(1)).one()
    deadlines = rules_of(version).deadlines
    return clock.local_moment(deadlines.sections_due_on(held_on), deadlines.sections_due_at, program.time_zone)


def schedule_hearing(session: Session, actor: Principal, docket: Docket, command: ScheduleHearing) -> Hearing:
    """Put a participant on a docket of the actor's court.

    Refused for somebody who is not enrolled in its program, or on the docket already, and for a time of another day.
    """
    enrollment = enrollments.current(session, command.participant_id)
    if enrollment is None or enrollment.program_id != docket.program_id or enrollment.ended_on is not None:
        raise Refused("participant", _("Choose someone who is enrolled in this program."))
    if docket.state == DocketState.CLOSED:
        raise Refused("starts_at", _("This docket is closed. Choose another day."))
    starts_at = command.starts_at or next_slot(session, docket)
    refuse_other_day(docket, starts_at)
    on_it = select(Hearing).where(
        Hearing.docket_id == docket.id,
        Hearing.participant_id == command.participant_id,
        Hearing.state.in_([state for state in HearingState if state.on_the_docket]),
    )
    if session.scalars(on_it).first() is not None:
        raise Refused("participant", _("This person is on that docket already."))
    hearing = Hearing(
        **gate_columns(actor, Category.HEARING, command.participant_id, docket.held_on),
        docket_id=docket.id,
        enrollment_id=enrollment.id,
        starts_at=starts_at,
        kind=command.kind,
        mode=command.mode,
        set_at_id=command.set_at_id,
    )
    session.add(hearing)
    session.flush()
    record_act(session, actor, "hearing_scheduled", hearing)
    session.flush()
    return hearing


def next_slot(session: Session, docket: Docket) -> datetime:
    """The first free place: ten minutes after the last person of the docket."""
    wanted = (
        select(Hearing)
        .where(Hearing.docket_id == docket.id)
        .order_by(Hearing.starts_at.desc(), Hearing.id.desc())
        .limit(1)
    )
    last = session.scalars(wanted).first()
    return docket.starts_at if last is None else max(docket.starts_at, last.starts_at + SLOT)


def refuse_other_day(docket: Docket, starts_at: datetime) -> None:
    if clock.local_date(starts_at, docket.program.time_zone) != docket.held_on:
        raise Refused("starts_at", _("Enter a time on the day of the docket."))


def change_hearing(
    session: Session, actor: Principal, docket: Docket, hearing: Hearing, command: ChangeHearing
) -> Hearing:
    """Move a hearing within its day, or change what it is for. EditedMeanwhile when somebody else was faster."""
    if hearing.version != command.version:
        raise EditedMeanwhile(
            [
                (str(_("Time")), local_time(hearing.starts_at, docket), local_time(command.starts_at, docket)),
                (str(_("For")), HearingKind(hearing.kind).label, command.kind.label),
                (str(_("How")), HearingMode(hearing.mode).label, command.mode.label),
            ],
            saved_by=str(_("somebody else")),
            saved_when=str(_("just now")),
            version=hearing.version,
        )
    refuse_other_day(docket, command.starts_at)
    hearing.starts_at, hearing.kind, hearing.mode = command.starts_at, command.kind, command.mode
    record_act(session, actor, "hearing_changed", hearing)
    session.flush()
    return hearing


def local_time(at: datetime, docket: Docket) -> str:
    return time_of(at, docket.program.time_zone)


def mark_hearing(session: Session, actor: Principal, hearing: Hearing, state: HearingState) -> Hearing:
    """Say how a hearing came out; held and missed ones keep the moment at which the person was called.

    Refused before its day: nobody was there yet, and nobody is missing.
    """
    if state in (HearingState.HELD, HearingState.MISSED):
        if not has_come(hearing.docket):
            raise Refused("", STILL_TO_COME)
        if hearing.called_at is None:
            hearing.called_at = clock.now()
            hearing.called_on = clock.local_date(hearing.called_at, hearing.docket.program.time_zone)
    hearing.state = state
    record_act(session, actor, "hearing_marked", hearing, note=state)
    session.flush()
    return hearing


def has_come(docket: Docket) -> bool:
    """Whether it is the docket's day, or past it, where its program is."""
    return docket.held_on <= clock.local_date(clock.now(), docket.program.time_zone)


def continue_hearing(
    session: Session, actor: Principal, hearing: Hearing, docket: Docket, starts_at: datetime | None = None
) -> Hearing:
    """Move a hearing to another docket without holding it."""
    mark_hearing(session, actor, hearing, HearingState.CONTINUED)
    command = ScheduleHearing(
        hearing.participant_id, starts_at, HearingKind(hearing.kind), HearingMode(hearing.mode), hearing.id
    )
    return schedule_hearing(session, actor, docket, command)


def call_docket(session: Session, actor: Principal, docket: Docket) -> Docket:
    """The judge takes the bench. Calling twice keeps the first moment; a docket still to come is not called."""
    if not has_come(docket):
        raise Refused("", _("This docket is still to come. It is called on its day."))
    if docket.state == DocketState.PLANNED:
        docket.state, docket.called_at = DocketState.CALLED, clock.now()
        record_act(session, actor, "docket_called", docket)
        session.flush()
    return docket


def close_docket(session: Session, actor: Principal, docket: Docket) -> Docket:
    """The docket is over. Refused while somebody's hearing is neither held nor moved nor marked."""
    waiting = select(Hearing).where(Hearing.docket_id == docket.id, Hearing.state == HearingState.SCHEDULED)
    if session.scalars(waiting).first() is not None:
        raise Refused("", _("Somebody on this docket has not been called yet. Record the hearing or move it first."))
    docket.state, docket.closed_at = DocketState.CLOSED, clock.now()
    record_act(session, actor, "docket_closed", docket)
    session.flush()
    return docket
