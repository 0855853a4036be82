"""Contacts of case management, and their words apart."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.web.refusals import refusal

MODES = ", ".join(f"'{mode}'" for mode in Mode)
OUTCOMES = ", ".join(f"'{outcome}'" for outcome in Outcome)


class Contact(Protected, Superseding, Base):
    """Category supervision_contact: that there was a contact or an attempt, when, how, what came of it."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(f"mode IN ({MODES})", name="mode"),
        CheckConstraint(f"outcome IN ({OUTCOMES})", name="outcome"),
        CheckConstraint("met_on <= recorded_on", name="not_ahead"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 480", name="minutes"),
        Index("ix_contact_participant_day", "participant_id", "met_on"),
    )

    met_on: Mapped[date]
    mode: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_on: Mapped[date]


class ContactNote(Protected, Base):
    """Category case_note: what happened, in the worker's words."""

    __tablename__ = "contact_note"
    __table_args__ = (UniqueConstraint("contact_id"),)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"))
    words: Mapped[str] = mapped_column(String(2000))


refusal("ck_contact_not_ahead", "met_on", _("Enter the day it happened; that day is still to come."))
refusal("ck_contact_minutes", "minutes", _("Enter a number from 1 to 480."))
refusal("ck_contact_mode", "mode", _("Choose how it took place."))
refusal("ck_contact_outcome", "outcome", _("Choose what came of it."))
