"""What went astray, as it was found out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.consent.registers.clocks import Taken, breach_clocks
from portal.consent.registers.models import ONLY_ADDED, Matter
from portal.consent.registers.vocabulary import Clock, Register
from portal.db import Base


class PrivacyBreach(Matter, Base):
    """A record in the wrong hands: `received_on` is the day of discovery, from which all terms run (164.404(a)(2)).

    `people` is how many people the records are about, `recipient` who has or saw them, as far as is known.
    """

    __tablename__ = "privacy_breach"
    __table_args__ = (
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("happened_on <= received_on", name="happened"),
        ONLY_ADDED,
    )
    register: ClassVar[Register] = Register.BREACH

    kind: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    people: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(200), default="")

    def clocks(self, steps: Sequence[Taken]) -> list[Clock]:
        return breach_clocks(self.received_on, self.people, steps)
