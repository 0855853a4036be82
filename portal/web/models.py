"""Bookkeeping of forms and files."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Row
from portal.ids import NIL


class FormSubmission(Row, Base):
    """One accepted form. `result` is the address to which the first post was redirected."""

    __tablename__ = "form_submission"
    __table_args__ = (
        UniqueConstraint("key", "appointment_id"),
        {"info": {"rights": "SELECT, INSERT, UPDATE, DELETE"}},
    )

    key: Mapped[str] = mapped_column(String(64))
    appointment_id: Mapped[UUID] = mapped_column(default=NIL)
    result: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class StoredFile(Row, Base):
    """One file as it was kept; its content lies under `sha256` (64 hex digits) outside the database, once for all.

    It says nothing of anybody: whose it is stands in the walled row that names it.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_sha256", "sha256"),)

    sha256: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
