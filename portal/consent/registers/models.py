"""What all matters have in common, and the steps taken on them. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.consent.registers.clocks import EXTENDABLE, Taken, answer_clock
from portal.consent.registers.vocabulary import Clock, Register
from portal.db import Base
from portal.gate.protected import Kept

ONLY_ADDED = {"info": {"rights": "SELECT, INSERT"}}


class Matter(Kept):
    """Something that came in and is owed an answer: the local day it came, the last day for it, and what was said."""

    register: ClassVar[Register]

    received_on: Mapped[date] = mapped_column(sort_order=-95)
    due_on: Mapped[date] = mapped_column(sort_order=-94)
    words: Mapped[str] = mapped_column(Text, default="", sort_order=-93)

    @property
    def extendable(self) -> bool:
        """Whether more time may be taken, once."""
        return self.register in EXTENDABLE

    def clocks(self, steps: Sequence[Taken]) -> list[Clock]:
        return answer_clock(self.due_on, steps)


class MatterStep(Kept, Base):
    """One step on a matter: what was done, on which local day, in which words; `until_on` is the end of a longer term.

    `ground` is the code of the reason of a refusal (164.526(a)(2)).
    """

    __tablename__ = "matter_step"
    __table_args__ = (Index("ix_matter_step_matter", "matter_id"), ONLY_ADDED)

    register: Mapped[str] = mapped_column(String(20))
    matter_id: Mapped[UUID]
    step: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(default=None)
    ground: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="")
