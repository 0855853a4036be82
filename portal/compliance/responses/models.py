"""Responses: what the court or an agency answered to a behavior, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.compliance.responses.vocabulary import ResponseState
from portal.db import Base
from portal.gate.protected import Gated, Protected, Superseding
from portal.web.refusals import refusal

STATES = ", ".join(f"'{state}'" for state in ResponseState)


class Response(Protected, Superseding, Base):
    """Category response: an incentive, a sanction or a service adjustment, in the words in which it was announced.

    `code` is the key of the program's catalog, empty for what is not in it: what a judge orders can always be
    recorded. `flags` names the limits that it passed, for review. `hearing_id` names the hearing, if there was one.
    `to_do`: open until somebody says that it is done, also without a day; a warning is done with the words.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("kind IN ('incentive', 'sanction', 'service_adjustment')", name="kind"),
        CheckConstraint("level IS NULL OR level IN ('low', 'moderate', 'high')", name="level"),
        CheckConstraint("due_on IS NULL OR ordered_on <= due_on", name="due_after_order"),
        Index("ix_response_participant_day", "participant_id", "ordered_on"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    code: Mapped[str] = mapped_column(String(40), default="")
    level: Mapped[str | None] = mapped_column(String(20), default=None)
    label: Mapped[str] = mapped_column(String(200))
    behavior_code: Mapped[str] = mapped_column(String(20), default="")
    behavior: Mapped[str] = mapped_column(String(200), default="")
    behavior_on: Mapped[date | None] = mapped_column(default=None)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2), default=None)
    unit: Mapped[str] = mapped_column(String(20), default="")
    ordered_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None)
    to_do: Mapped[bool] = mapped_column(default=False)
    contested: Mapped[bool] = mapped_column(default=False)
    hearing_id: Mapped[UUID | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(280), default="")
    flags: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


class ResponseStep(Protected, Base):
    """Category response: what became of the response. The last step holds."""

    __tablename__ = "response_step"
    __table_args__ = (
        UniqueConstraint("response_id", "step"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    step: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    moved_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(280), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    response: Mapped[Response] = relationship()

    @property
    def derived_from(self) -> Gated | None:
        return self.response


MEANWHILE = _("Somebody else has changed this response meanwhile. Open it again.")
refusal("uq_response_step_response_id_step", "state", MEANWHILE)
refusal("response_step.response_id, response_step.step", "state", MEANWHILE)
refusal("ck_response_due_after_order", "due_on", _("Enter a day on or after the day of the order."))
refusal("ck_response_kind", "kind", _("Choose one of the kinds."))
