"""Programs and the versions of their rules. They tell nothing about a participant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.db import Base, Row


class Program(Row, Base):
    """A treatment court or a diversion program, run by one agency. `number_prefix` starts the participants' numbers."""

    __tablename__ = "program"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    number_prefix: Mapped[str] = mapped_column(String(10))
    has_hearings: Mapped[bool] = mapped_column(default=True)
    time_zone: Mapped[str] = mapped_column(String(60), default="America/Chicago")
    completion_label: Mapped[str] = mapped_column(String(40), default="Commencement")

    agency: Mapped[Agency] = relationship(lazy="joined")


class ProgramVersion(Row, Base):
    """The rules as they were loaded from a file, whole; an enrollment is pinned to one version."""

    __tablename__ = "program_version"
    __table_args__ = (UniqueConstraint("program_id", "number"), UniqueConstraint("program_id", "content_hash"))

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    in_force_at: Mapped[datetime] = mapped_column(default=clock.now)

    program: Mapped[Program] = relationship(lazy="joined")
