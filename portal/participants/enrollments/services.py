"""Enrolling a person, forming the team, moving through phases and statuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.gate.looking import tally
from portal.gate.vocabulary import Category
from portal.participants.enrollments.models import (
    Enrollment,
    LegalCase,
    PhaseChange,
    StatusChange,
    TeamMember,
    Whereabouts,
)
from portal.participants.enrollments.vocabulary import EnrollmentStatus, LegalTrack, Place
from portal.participants.people.known import require_known
from portal.participants.programs.models import Program, ProgramVersion
from portal.web.forms import Refused


@dataclass(frozen=True, slots=True)
class Enroll:
    """A person starts a program. `case_number` is empty for diversion before any charge."""

    participant_id: UUID
    program_version_id: UUID
    legal_track: LegalTrack
    started_on: date
    first_phase: str
    case_number: str = ""
    condition_of_disposition: bool = False
    latest_possible_disposition_at: datetime | None = None
    judge_user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """One person at one agency joins the team."""

    user_id: UUID
    agency_id: UUID
    role: str


def enroll(session: Session, actor: Principal, command: Enroll) -> Enrollment:
    """Enroll a participant in a program of the actor's agency; the number is the program's prefix, year and count.

    Refused for whoever doesn't take people into that program, for a person whom the actor may not know of, and for a
    day still to come.
    """
    require_known(session, command.participant_id)
    version = session.get(ProgramVersion, command.program_version_id)
    if (
        version is None
        or version.program.agency_id != actor.agency_id
        or not actor.may(Permission.PARTICIPANT_REGISTER)
    ):
        raise Refused("program_version_id", _("Choose a program of your own agency into which you take people."))
    if command.started_on > clock.local_date(clock.now(), actor.zone):
        raise Refused("started_on", _("Enter a day that has come; enrollment starts today or earlier."))
    columns = gate_columns(actor, Category.PHASE_STATUS, command.participant_id, command.started_on)
    case = None
    if command.case_number:
        case = LegalCase(
            **gate_columns(actor, Category.LEGAL_FILE, command.participant_id, command.started_on),
            number=command.case_number,
            court_id=actor.agency_id,
            condition_of_disposition=command.condition_of_disposition,
            latest_possible_disposition_at=command.latest_possible_disposition_at,
        )
        session.add(case)
        session.flush()
    enrollment = Enrollment(
        **columns,
        program_id=version.program_id,
        program_version_id=version.id,
        legal_case_id=case.id if case else None,
        judge_user_id=command.judge_user_id,
        number=next_number(session, version.program, command.started_on.year),
        legal_track=command.legal_track,
        started_on=command.started_on,
        phase_key=command.first_phase,
        phase_started_on=command.started_on,
    )
    session.add(enrollment)
    session.flush()
    session.add(
        StatusChange(
            **columns, enrollment_id=enrollment.id, status=EnrollmentStatus.ACTIVE, occurred_on=command.started_on
        )
    )
    session.add(
        PhaseChange(**columns, enrollment_id=enrollment.id, phase_key=command.first_phase, starts_on=command.started_on)
    )
    record_act(session, actor, "enrolled", enrollment)
    session.flush()
    signals.sharing_changed.send(session, participant_id=command.participant_id)
    return enrollment


def next_number(session: Session, program: Program, year: int) -> str:
    """The program's own agency counts its own enrollments; nobody else enrolls in it."""
    start = f"{program.number_prefix}-{year}-"
    last = session.scalar(
        tally(
            select(func.max(Enrollment.number)).where(
                Enrollment.program_id == program.id, Enrollment.number.startswith(start)
            ),
            (),
            0,
        )
    )
    return f"{start}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def assign_team(session: Session, actor: Principal, enrollment: Enrollment, members: list[Assign]) -> list[TeamMember]:
    """Put people on the participant's team from now on; who is on it already stays as he or she is."""
    now = clock.now()
    on_team = {
        (member.user_id, member.agency_id)
        for member in session.scalars(select(TeamMember).where(TeamMember.enrollment_id == enrollment.id))
        if member.ends_at is None
    }
    columns = gate_columns(actor, Category.TEAM, enrollment.participant_id, clock.local_date(now, actor.zone))
    added = [
        TeamMember(
            **columns,
            enrollment_id=enrollment.id,
            user_id=one.user_id,
            agency_id=one.agency_id,
            role=one.role,
            starts_at=now,
        )
        for one in members
        if (one.user_id, one.agency_id) not in on_team
    ]
    session.add_all(added)
    session.flush()
    record_act(session, actor, "team_assigned", enrollment, note=str(len(added)))
    signals.sharing_changed.send(session, participant_id=enrollment.participant_id)
    return added


def end_assignment(session: Session, actor: Principal, member: TeamMember) -> None:
    """Take a person off the team from now on."""
    member.ends_at = max(clock.now(), member.starts_at + timedelta(seconds=1))
    record_act(session, actor, "team_member_ended", member)
    session.flush()
    signals.sharing_changed.send(session, participant_id=member.participant_id)


def advance_phase(
    session: Session,
    actor: Principal,
    enrollment: Enrollment,
    phase_key: str,
    starts_on: date,
    reason: str = "",
    hearing_id: UUID | None = None,
) -> PhaseChange:
    """Record the phase that the judge (or a diversion program) granted, from a day on."""
    if starts_on < enrollment.phase_started_on:
        raise Refused("starts_on", _("Enter a day on or after the start of the present phase."))
    change = PhaseChange(
        **gate_columns(actor, Category.PHASE_STATUS, enrollment.participant_id, starts_on),
        enrollment_id=enrollment.id,
        phase_key=phase_key,
        starts_on=starts_on,
        reason=reason,
        hearing_id=hearing_id,
    )
    enrollment.phase_key = phase_key
    enrollment.phase_started_on = starts_on
    session.add(change)
    record_act(session, actor, "phase_changed", change)
    session.flush()
    signals.phase_advanced.send(session, phase_change=change, actor=actor)
    return change


def change_status(
    session: Session, actor: Principal, enrollment: Enrollment, status: EnrollmentStatus, on: date, reason: str = ""
) -> StatusChange:
    """Record a change of status; an ending closes the enrollment on that day."""
    if on < enrollment.started_on:
        raise Refused("occurred_on", _("Enter a day on or after the enrollment."))
    if enrollment.ended_on is not None:
        raise Refused("status", _("This enrollment has ended already."))
    change = StatusChange(
        **gate_columns(actor, Category.PHASE_STATUS, enrollment.participant_id, on),
        enrollment_id=enrollment.id,
        status=status,
        reason=reason,
        occurred_on=on,
    )
    enrollment.status = status
    enrollment.status_reason = reason
    if status.ended:
        enrollment.ended_on = on
    session.add(change)
    record_act(session, actor, "status_changed", change)
    session.flush()
    signals.sharing_changed.send(session, participant_id=enrollment.participant_id)
    return change


def record_disposition(session: Session, actor: Principal, case: LegalCase, at: datetime) -> None:
    """The case's final disposition: the duty to monitor ends with it (R64, R65)."""
    case.final_disposition_at = at
    record_act(session, actor, "disposition_recorded", case)
    session.flush()
    signals.sharing_changed.send(session, participant_id=case.participant_id)


def record_whereabouts(
    session: Session, actor: Principal, participant_id: UUID, place: Place, starts_on: date
) -> Whereabouts:
    """Where the person lives or is held, from a day on that has come."""
    if starts_on > clock.local_date(clock.now(), actor.zone):
        raise Refused("starts_on", _("Enter a day that has come."))
    row = Whereabouts(
        **gate_columns(actor, Category.WHEREABOUTS, participant_id, starts_on), place=place, starts_on=starts_on
    )
    session.add(row)
    record_act(session, actor, "whereabouts_recorded", row)
    session.flush()
    return row
