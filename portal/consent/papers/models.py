"""What belongs to a signed consent: who signed and how, the form itself or its scan, and the copies given.

All are annexes: known where the paper lies, to the programs that it lets tell and to the participant, to no recipient.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.gate.protected import Annex
from portal.web.refusals import refusal


class ConsentSignature(Annex, Base):
    """One signature (2.31(a)(8)): who, as what, when, how, under which document.

    `document_sha256` is the hash of the form that was shown, or of the scan. `drawing` is the line drawn on the device,
    as an SVG path; empty for a typed name and for paper. `name_key` keeps one person from signing twice.
    `name_confirmed`: it is not the name on file, and the one who recorded it made sure that it is the same person's.
    """

    __tablename__ = "consent_signature"
    __table_args__ = (
        UniqueConstraint("consent_id", "signer"),
        UniqueConstraint("consent_id", "name_key"),
        CheckConstraint("method IN ('typed', 'drawn', 'paper')", name="method"),
    )

    signer: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    name_confirmed: Mapped[bool] = mapped_column(default=False)
    method: Mapped[str] = mapped_column(String(20))
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    document_sha256: Mapped[str] = mapped_column(String(64), default="")
    drawing: Mapped[str] = mapped_column(Text, default="")
    witness: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(40), default="")
    interpreter: Mapped[str] = mapped_column(String(200), default="")


class ConsentPaper(Annex, Base):
    """The form as it was shown before the signing, or the scan of one signed on paper."""

    __tablename__ = "consent_paper"
    __table_args__ = (CheckConstraint("kind IN ('form', 'scan')", name="kind"),)

    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))


class CopyGiven(Annex, Base):
    """A copy of the form that the participant got: how, and when."""

    __tablename__ = "consent_copy_given"

    way: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]


SIGNED_TWICE = _("This person has signed already. One person signs once.")
for columns in (("consent_id", "signer"), ("consent_id", "name_key")):
    refusal("uq_consent_signature_consent_id", "name", SIGNED_TWICE)
    refusal(", ".join(f"consent_signature.{one}" for one in columns), "name", SIGNED_TWICE)
