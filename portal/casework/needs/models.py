"""Needs, the steps that changed them, and the goals that answer them. Category need_goal."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.casework.needs.vocabulary import Area, NeedState
from portal.db import Base
from portal.gate.protected import Gated, Protected
from portal.web.refusals import refusal

AREAS = ", ".join(f"'{area}'" for area in Area)
STATES = ", ".join(f"'{state}'" for state in NeedState)


class Need(Protected, Base):
    """What a person needs in one area of life, in plain words."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(f"area IN ({AREAS})", name="area"),
        CheckConstraint("found_on <= recorded_on", name="not_ahead"),
    )

    area: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(200))
    found_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_on: Mapped[date]


class NeedStep(Protected, Base):
    """A need moved: it is worked on, met, set aside or open again. The last step holds."""

    __tablename__ = "need_step"
    __table_args__ = (UniqueConstraint("need_id", "step"), CheckConstraint(f"state IN ({STATES})", name="state"))

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"))
    step: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    moved_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(280), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    need: Mapped[Need] = relationship()

    @property
    def derived_from(self) -> Gated | None:
        return self.need


class Goal(Protected, Base):
    """What the participant wants to reach, in his or her words, with its measure and its day."""

    __tablename__ = "goal"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("set_on <= due_on", name="due_after_set"),
    )

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"))
    words: Mapped[str] = mapped_column(String(280))
    measure: Mapped[str] = mapped_column(String(200), default="")
    set_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default="open")
    state_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    need: Mapped[Need] = relationship()

    __mapper_args__ = {"version_id_col": version}


MEANWHILE = _("Somebody else has changed this need meanwhile. Open it again.")
refusal("ck_need_area", "area", _("Choose one of the areas."))
refusal("ck_need_not_ahead", "found_on", _("Enter a day that has come."))
refusal("uq_need_step_need_id_step", "state", MEANWHILE)
refusal("need_step.need_id, need_step.step", "state", MEANWHILE)
refusal("ck_goal_due_after_set", "due_on", _("Enter a day from today on."))
