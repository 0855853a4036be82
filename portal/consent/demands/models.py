"""Demands for records, as they came in."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.consent.registers.models import ONLY_ADDED, Matter
from portal.consent.registers.vocabulary import Register
from portal.db import Base


class RecordsDemand(Matter, Base):
    """A subpoena, warrant, demand or request: from whom, under which number, and whom it names, as it names them.

    `participant_id` only where somebody made sure who is meant; the answer is the same with and without (R140).
    """

    __tablename__ = "records_demand"
    __table_args__ = (ONLY_ADDED,)
    register: ClassVar[Register] = Register.DEMAND

    kind: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60), default="")
    named: Mapped[str] = mapped_column(String(200))
