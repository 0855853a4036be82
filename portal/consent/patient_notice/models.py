"""Versions of a program's notice, and to whom each was given. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.consent.registers.models import ONLY_ADDED
from portal.db import Base, Row
from portal.gate.protected import Kept
from portal.guards import guard


class PatientNotice(Row, Base):
    """One version of a program's notice: `number` counts its versions, `text` is the whole of it as people read it.

    `text` is HTML of the shipped wording with the program's own contact filled in, kept so that what was given can be
    shown as it was; `text_code` names the wording.
    """

    __tablename__ = "patient_notice"
    __table_args__ = (UniqueConstraint("agency_id", "number"), {"info": {"rights": "SELECT, INSERT"}})

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    number: Mapped[int]
    effective_on: Mapped[date]
    contact: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(200))
    text_code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)


class NoticeGiven(Kept, Base):
    """A version was given to somebody: on which local day, how, in which language, and what the person did (R163)."""

    __tablename__ = "notice_given"
    __table_args__ = (ONLY_ADDED,)

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("patient_notice.id"))
    given_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(40))
    acknowledged: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(400), default="")


guard("patient_notice_only_added", "patient_notice", "TRUE", on=("UPDATE", "DELETE"))
