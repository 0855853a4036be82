"""Complaints, as they came in."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.consent.registers.models import ONLY_ADDED, Matter
from portal.consent.registers.vocabulary import Register
from portal.db import Base


class PrivacyComplaint(Matter, Base):
    """Somebody says that the program did not keep the rules (2.4; R164)."""

    __tablename__ = "privacy_complaint"
    __table_args__ = (ONLY_ADDED,)
    register: ClassVar[Register] = Register.COMPLAINT

    about: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(20))
