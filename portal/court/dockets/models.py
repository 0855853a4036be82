"""Tables of dockets and hearings. A docket tells nothing about a person; a hearing is a record of category hearing."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.db import Base, Row
from portal.gate.protected import Protected
from portal.participants.programs.models import Program
from portal.web.refusals import refusal


class Docket(Row, Base):
    """One judge's list of one day in one program. All moments are UTC; `held_on` is the day in the program's zone."""

    __tablename__ = "docket"
    __table_args__ = (
        UniqueConstraint("program_id", "judge_user_id", "held_on", name="one_a_day"),
        CheckConstraint("staffing_at IS NULL OR staffing_at <= starts_at", name="staffing_before"),
        CheckConstraint("reports_due_at <= starts_at", name="due_before"),
        Index("ix_docket_held_on", "held_on"),
    )

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    judge_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    held_on: Mapped[date]
    starts_at: Mapped[datetime]
    courtroom: Mapped[str] = mapped_column(String(60), default="")
    staffing_at: Mapped[datetime | None] = mapped_column(default=None)
    reports_due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="planned")
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    present: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    program: Mapped[Program] = relationship(lazy="joined", viewonly=True)
    judge: Mapped[UserAccount] = relationship(lazy="joined", foreign_keys=[judge_user_id], viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class Hearing(Protected, Base):
    """Category hearing: one person before the judge on a docket. The day in the program's zone is `service_on`.

    `called_on` is the day of `called_at` in that zone; nobody was called, or missing, before the day of the hearing.
    """

    __tablename__ = "hearing"
    __table_args__ = (
        CheckConstraint("called_on >= service_on", name="called_on_its_day"),
        CheckConstraint("called_on IS NOT NULL OR state NOT IN ('held', 'missed')", name="called_to_be_held"),
        Index("ix_hearing_docket", "docket_id", "starts_at"),
        Index("ix_hearing_participant_starts", "participant_id", "starts_at"),
        Index(
            "uq_hearing_person_docket",
            "docket_id",
            "participant_id",
            unique=True,
            sqlite_where=text("state IN ('scheduled', 'held', 'missed')"),
            postgresql_where=text("state IN ('scheduled', 'held', 'missed')"),
        ),
    )

    docket_id: Mapped[UUID] = mapped_column(ForeignKey("docket.id"))
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id"))
    starts_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20), default="status")
    mode: Mapped[str] = mapped_column(String(20), default="in_person")
    state: Mapped[str] = mapped_column(String(20), default="scheduled")
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    called_on: Mapped[date | None] = mapped_column(default=None)
    set_at_id: Mapped[UUID | None] = mapped_column(ForeignKey("hearing.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)

    docket: Mapped[Docket] = relationship(lazy="joined", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


_TWICE = _("This person is on that docket already.")
refusal("uq_hearing_person_docket", "participant", _TWICE)
refusal("hearing.docket_id, hearing.participant_id", "participant", _TWICE)
_ONE_A_DAY = _("This judge already has a docket of this program on that day.")
refusal("one_a_day", "held_on", _ONE_A_DAY)
refusal("docket.program_id, docket.judge_user_id, docket.held_on", "held_on", _ONE_A_DAY)
refusal("staffing_before", "staffing_at", _("Staffing comes before the docket starts."))
refusal("due_before", "reports_due_at", _("Reports are due before the docket starts."))
STILL_TO_COME = _("This hearing is still to come. Whether it was held is recorded on its day.")
refusal("ck_hearing_called_on_its_day", "", STILL_TO_COME)
refusal("ck_hearing_called_to_be_held", "", STILL_TO_COME)
