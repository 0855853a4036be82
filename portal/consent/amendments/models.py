"""Requests to correct a record, as they came in."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.consent.registers.models import ONLY_ADDED, Matter
from portal.consent.registers.vocabulary import Register
from portal.db import Base


class AmendmentRequest(Matter, Base):
    """Somebody asks that a record be corrected (45 CFR 164.526): which one, and in `words` what and why."""

    __tablename__ = "amendment_request"
    __table_args__ = (ONLY_ADDED,)
    register: ClassVar[Register] = Register.AMENDMENT

    record: Mapped[str] = mapped_column(String(200))
