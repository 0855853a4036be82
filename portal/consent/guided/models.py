"""Forms that are being filled, page after page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base
from portal.gate.protected import Draft


class ConsentDraft(Draft, Base):
    """What is answered so far of one consent, or of a program's packet; `content` has the shape of its form.

    One for each person who fills, agency, participant and kind of form: who comes back goes on where it stood.
    """

    __tablename__ = "consent_draft"
    __table_args__ = (
        UniqueConstraint("filled_by_id", "held_by_id", "participant_id", "form"),
        {"info": {"rights": "SELECT, INSERT, UPDATE, DELETE"}},
    )

    form: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
