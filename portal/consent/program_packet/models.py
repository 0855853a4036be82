"""What somebody chose not to sign. Nothing is computed from it (R18)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.gate.protected import Instrument


class ConsentRefusal(Instrument, Base):
    """A form of the program's packet that the participant was shown and did not sign; known where it was shown only."""

    __tablename__ = "consent_refusal"

    form_key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))
    refused_at: Mapped[datetime]
