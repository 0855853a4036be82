"""Supervision contacts: when, how and what came of it; the officer's words apart."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.web.refusals import refusal

MODES = ", ".join(f"'{mode}'" for mode in ContactMode)
RESULTS = ", ".join(f"'{result}'" for result in ContactResult)


class SupervisionContact(Protected, Superseding, Base):
    """Category supervision_contact: one contact or attempt of an officer."""

    __tablename__ = "supervision_contact"
    __table_args__ = (
        CheckConstraint(f"mode IN ({MODES})", name="mode"),
        CheckConstraint(f"result IN ({RESULTS})", name="result"),
        CheckConstraint("met_on <= recorded_on", name="not_ahead"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 480", name="minutes"),
        Index("ix_supervision_contact_participant_day", "participant_id", "met_on"),
    )

    met_on: Mapped[date]
    mode: Mapped[str] = mapped_column(String(20))
    result: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_on: Mapped[date]


class SupervisionNote(Protected, Base):
    """Category supervision_note: what was said and seen."""

    __tablename__ = "supervision_note"
    __table_args__ = (UniqueConstraint("contact_id"),)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_contact.id"))
    words: Mapped[str] = mapped_column(String(2000))


refusal("ck_supervision_contact_not_ahead", "met_on", _("Enter the day it happened; that day is still to come."))
refusal("ck_supervision_contact_minutes", "minutes", _("Enter a number from 1 to 480."))
refusal("ck_supervision_contact_mode", "mode", _("Choose how it took place."))
refusal("ck_supervision_contact_result", "result", _("Choose what came of it."))
