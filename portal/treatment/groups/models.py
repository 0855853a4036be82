"""Service lines, groups and their leaders tell nothing about a participant; who belongs to a group does."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.agencies.models import UserAccount
from portal.db import Base, Row
from portal.gate.protected import Protected
from portal.guards import guard
from portal.web.refusals import refusal

OPEN = text("ends_on IS NULL")


class ServiceLine(Row, Base):
    """What an agency offers and how its sessions are called outside: the name is all that a court reads of them."""

    __tablename__ = "service_line"
    __table_args__ = (
        UniqueConstraint("agency_id", "name"),
        CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int] = mapped_column(default=60)


class TreatmentGroup(Row, Base):
    """A group that meets every week, on one or more days, by the clock on the wall of the agency.

    `weekdays` is a bit mask, Monday is 1 and Sunday 64.
    """

    __tablename__ = "treatment_group"
    __table_args__ = (
        UniqueConstraint("agency_id", "name"),
        CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes"),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="interval"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    service_line_id: Mapped[UUID] = mapped_column(ForeignKey("service_line.id"))
    name: Mapped[str] = mapped_column(String(120))
    weekdays: Mapped[int]
    meets_at: Mapped[time]
    minutes: Mapped[int]
    room: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    service_line: Mapped[ServiceLine] = relationship(lazy="joined", viewonly=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def days(self) -> tuple[int, ...]:
        """Weekdays on which it meets, Monday is 0."""
        return tuple(day for day in range(7) if self.weekdays & 1 << day)


class GroupLeader(Row, Base):
    """Somebody who leads a group: the rosters of the group wait for them."""

    __tablename__ = "group_leader"
    __table_args__ = (UniqueConstraint("group_id", "user_id"), Index("ix_group_leader_user", "user_id"))

    group_id: Mapped[UUID] = mapped_column(ForeignKey("treatment_group.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[UserAccount] = relationship(lazy="joined", viewonly=True)


class GroupMembership(Protected, Base):
    """Category attendance: a person belongs to a group, from a local day to a local day (both included)."""

    __tablename__ = "group_membership"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="interval"),
        Index("ix_group_membership_group", "group_id", "starts_on"),
        Index(
            "uq_group_membership_open",
            "group_id",
            "participant_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("treatment_group.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)


guard(
    "membership_of_own_group",
    "group_membership",
    "NEW.origin_id <> (SELECT agency_id FROM treatment_group WHERE id = NEW.group_id)",
)
MEMBER_ALREADY = _("This person belongs to the group already.")
refusal("uq_group_membership_open", "participant", MEMBER_ALREADY)
refusal("group_membership.group_id, group_membership.participant_id", "participant", MEMBER_ALREADY)
refusal("ck_group_membership_interval", "ends_on", _("Enter a day on or after the first day in the group."))
refusal("uq_treatment_group_agency_id_name", "name", _("There is a group of this name. Choose another name."))
refusal(
    "treatment_group.agency_id, treatment_group.name", "name", _("There is a group of this name. Choose another name.")
)
refusal("uq_service_line_agency_id_name", "name", _("There is a service of this name. Choose another name."))
refusal("service_line.agency_id, service_line.name", "name", _("There is a service of this name. Choose another name."))
