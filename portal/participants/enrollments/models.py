"""Enrollment, the legal case, the care team, the phases and the whereabouts of a participant."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Agency, UserAccount
from portal.db import Base
from portal.gate.protected import Protected, Superseding, TeamFact, TeamSeat
from portal.participants.people.models import Participant
from portal.participants.programs.models import Program, ProgramVersion
from portal.web.refusals import refusal

HOLDS = text("superseded_at IS NULL")


class LegalCase(TeamFact, Base):
    """Category legal_file: the case in which participation is a condition. A diversion program may have none."""

    __tablename__ = "legal_case"

    number: Mapped[str] = mapped_column(String(60))
    court_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    condition_of_disposition: Mapped[bool] = mapped_column(default=True)
    final_disposition_at: Mapped[datetime | None] = mapped_column(default=None)
    latest_possible_disposition_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Enrollment(TeamFact, Base):
    """Category phase_status: a person in a program, pinned to a version of its rules."""

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("program_id", "number"),
        CheckConstraint("ended_on IS NULL OR started_on <= ended_on", name="interval"),
    )

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    program_version_id: Mapped[UUID] = mapped_column(ForeignKey("program_version.id"))
    legal_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("legal_case.id"), default=None)
    judge_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    number: Mapped[str] = mapped_column(String(40))
    legal_track: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(40), default="active")
    status_reason: Mapped[str] = mapped_column(String(200), default="")
    ended_on: Mapped[date | None] = mapped_column(default=None)
    phase_key: Mapped[str] = mapped_column(String(20))
    phase_started_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    participant: Mapped[Participant] = relationship(foreign_keys="Enrollment.participant_id", viewonly=True)
    program: Mapped[Program] = relationship(lazy="joined", viewonly=True)
    program_version: Mapped[ProgramVersion] = relationship(lazy="joined", viewonly=True)
    judge: Mapped[UserAccount | None] = relationship(foreign_keys=[judge_user_id], viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class TeamMember(TeamSeat, Base):
    """Category team: one person at one agency works with this participant, from a moment to a moment."""

    __tablename__ = "team_member"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="interval"),
        Index("ix_team_member_user", "user_id", "participant_id"),
    )

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)

    user: Mapped[UserAccount] = relationship(foreign_keys=[user_id], viewonly=True)
    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id], viewonly=True)


class StatusChange(Protected, Base):
    """Category phase_status: an event on the axis of the status (admitted, suspended, completed ...)."""

    __tablename__ = "status_change"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    status: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200), default="")
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


class PhaseChange(Protected, Superseding, Base):
    """Category phase_status: the judge (or the diversion program) moved the participant to a phase.

    `hearing_id` names the hearing at which it was granted, if there was one; at each, one holds.
    """

    __tablename__ = "phase_change"
    __table_args__ = (
        Index("uq_phase_change_hearing", "hearing_id", unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS),
    )

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    phase_key: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(280), default="")
    hearing_id: Mapped[UUID | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


class Whereabouts(Protected, Superseding, Base):
    """Category whereabouts: where the person lives or is held, from a day on."""

    __tablename__ = "whereabouts"

    place: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


MOVED_ALREADY = _("A phase was recorded at this hearing already. Take it back first.")
refusal("uq_phase_change_hearing", "phase", MOVED_ALREADY)
refusal("phase_change.hearing_id", "phase", MOVED_ALREADY)
