"""Obligations: what was ordered or agreed, the proofs of it, and its end by the court."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.compliance.obligations.vocabulary import ObligationKind, ProofState, Unit
from portal.db import Base
from portal.gate.protected import Gated, Protected
from portal.web.refusals import refusal

KINDS = ", ".join(f"'{kind}'" for kind in ObligationKind)
UNITS = ", ".join(f"'{unit}'" for unit in Unit)
STATES = ", ".join(f"'{state}'" for state in ProofState)


class Obligation(Protected, Base):
    """Category obligation: what is to be done, how much of it, by when. `hearing_id` names where it was ordered."""

    __tablename__ = "obligation"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
        CheckConstraint(f"unit IN ({UNITS})", name="unit"),
        CheckConstraint("target > 0 AND target <= 1000000", name="target"),
        CheckConstraint("due_on IS NULL OR ordered_on <= due_on", name="due_after_order"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(200))
    target: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    unit: Mapped[str] = mapped_column(String(20))
    ordered_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None)
    contested: Mapped[bool] = mapped_column(default=False)
    hearing_id: Mapped[UUID | None] = mapped_column(default=None)
    response_id: Mapped[UUID | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)


class ObligationProof(Protected, Base):
    """Category obligation: one proof in one state. A check adds a row with the same `proof_id`, the id of the first."""

    __tablename__ = "obligation_proof"
    __table_args__ = (
        UniqueConstraint("proof_id", "step"),
        CheckConstraint("amount > 0 AND amount <= 1000000", name="amount"),
        CheckConstraint("done_on <= recorded_on", name="not_ahead"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
    )

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"), index=True)
    proof_id: Mapped[UUID]
    step: Mapped[int] = mapped_column(default=1)
    done_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(280), default="")
    seen_by: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_on: Mapped[date]

    obligation: Mapped[Obligation] = relationship()

    @property
    def derived_from(self) -> Gated | None:
        return self.obligation


class ObligationRelease(Protected, Base):
    """Category obligation: ended by the court, or by the program that agreed on it."""

    __tablename__ = "obligation_release"
    __table_args__ = (UniqueConstraint("obligation_id"),)

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligation.id"))
    released_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(280), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    obligation: Mapped[Obligation] = relationship()

    @property
    def derived_from(self) -> Gated | None:
        return self.obligation


ENDED = _("This obligation has ended already.")
CHECKED = _("Somebody else has checked this proof meanwhile. Open it again.")
refusal("ck_obligation_target", "target", _("Enter how much, as a number above 0."))
refusal("ck_obligation_due_after_order", "due_on", _("Enter a day on or after the day of the order."))
refusal("ck_obligation_proof_amount", "amount", _("Enter how much, as a number above 0."))
refusal("ck_obligation_proof_not_ahead", "done_on", _("Enter the day it was done; that day is still to come."))
refusal("uq_obligation_proof_proof_id_step", "state", CHECKED)
refusal("obligation_proof.proof_id, obligation_proof.step", "state", CHECKED)
refusal("uq_obligation_release_obligation_id", "", ENDED)
refusal("obligation_release.obligation_id", "", ENDED)
