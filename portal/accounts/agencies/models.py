"""Tables of agencies, users and appointments. None of them tells anything about a participant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.db import Base, Row
from portal.gate.vocabulary import MinorRule


class Agency(Row, Base):
    """An organization that takes part: what it is decides which law its records are under.

    `age_of_majority` and `minor_rule` are what its state says of minors' treatment (R50-R52); until somebody states
    otherwise, a parent signs too.
    """

    __tablename__ = "agency"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    short_name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    cj_system: Mapped[bool] = mapped_column(default=False)
    part2_program: Mapped[bool] = mapped_column(default=False)
    hipaa: Mapped[str] = mapped_column(String(40), default="none")
    time_zone: Mapped[str] = mapped_column(String(60), default="America/Chicago")
    county: Mapped[str] = mapped_column(String(80), default="")
    age_of_majority: Mapped[int] = mapped_column(default=18)
    minor_rule: Mapped[str] = mapped_column(String(40), default=MinorRule.PARENT_TOO)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class AgencyControl(Row, Base):
    """A registered fact: one entity has direct administrative control of a program (R6)."""

    __tablename__ = "agency_control"
    __table_args__ = (UniqueConstraint("entity_id", "program_id"),)

    entity_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    program_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))


class UserAccount(Row, Base):
    """A person who signs in; names are as people spell them.

    `agency_id` is the agency that answers for the account: its administrators give codes for it and close it.
    """

    __tablename__ = "user_account"

    username: Mapped[str] = mapped_column(String(80), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    credentials: Mapped[str] = mapped_column(String(80), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(20), default=AccountStatus.ACTIVE)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    open_since: Mapped[datetime] = mapped_column(default=clock.now)
    cjis_cleared: Mapped[bool] = mapped_column(default=False)
    demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def display_name(self) -> str:
        return f"{self.full_name}, {self.credentials}" if self.credentials else self.full_name


class Appointment(Row, Base):
    """A user acts for an agency in a role: the principal of everything done in the portal.

    `covers_id`: the appointment of a colleague for whom this one stands in, until it ends.

    `medical_personnel`: the post is one of those to whom 2.51 lets a program tell in an emergency (R101).
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_user", "user_id"),
        Index("ix_appointment_agency", "agency_id"),
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="interval"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[str] = mapped_column(String(40))
    medical_personnel: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    covers_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"), default=None)

    user: Mapped[UserAccount] = relationship(lazy="joined")
    agency: Mapped[Agency] = relationship(lazy="joined")
