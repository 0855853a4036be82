"""Admission, discharge and level of care: three tables, because each opens to different people."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.guards import guard
from portal.web.refusals import refusal

OPEN = text("discharged_on IS NULL")
CURRENT = text("superseded_at IS NULL")


class Admission(Protected, Base):
    """Category enrollment: an agency treats this person, from a local day to a local day (both included)."""

    __tablename__ = "admission"
    __table_args__ = (
        CheckConstraint("discharged_on IS NULL OR admitted_on <= discharged_on", name="interval"),
        CheckConstraint("admitted_on <= created_at", name="not_ahead"),
        Index(
            "uq_admission_open",
            "participant_id",
            "origin_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    admitted_on: Mapped[date]
    discharged_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Discharge(Protected, Base):
    """Category discharge_status: how treatment at the agency ended, as one word."""

    __tablename__ = "discharge"
    __table_args__ = (UniqueConstraint("admission_id"),)

    admission_id: Mapped[UUID] = mapped_column(ForeignKey("admission.id"))
    discharged_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(20))


class LevelReason(Protected, Base):
    """Category clinical_note: why this level of care. It never leaves with the level."""

    __tablename__ = "level_reason"

    reason: Mapped[str] = mapped_column(String(400))


class LevelOfCare(Protected, Superseding, Base):
    """Category level_of_care: the level of an edition of the ASAM Criteria, from a local day on."""

    __tablename__ = "level_of_care"
    __table_args__ = (
        CheckConstraint("starts_on <= created_at", name="not_ahead"),
        CheckConstraint("correction_reason = ''", name="no_free_text"),
        Index(
            "uq_level_of_care_day",
            "admission_id",
            "starts_on",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
    )

    admission_id: Mapped[UUID] = mapped_column(ForeignKey("admission.id"))
    level: Mapped[str] = mapped_column(String(10))
    edition: Mapped[str] = mapped_column(String(4), default="3")
    starts_on: Mapped[date]
    reason_id: Mapped[UUID | None] = mapped_column(ForeignKey("level_reason.id"), default=None)

    reason: Mapped[LevelReason | None] = relationship(lazy="raise")


guard(
    "discharge_after_admission",
    "discharge",
    "NEW.discharged_on < (SELECT admitted_on FROM admission WHERE id = NEW.admission_id)",
)
guard(
    "level_within_admission",
    "level_of_care",
    "NEW.starts_on < (SELECT admitted_on FROM admission WHERE id = NEW.admission_id)",
)
guard(
    "admission_covers_attended",
    "admission",
    "OLD.discharged_on IS NULL AND EXISTS (SELECT 1 FROM attendance a WHERE a.participant_id = NEW.participant_id "
    "AND a.origin_id = NEW.origin_id AND a.superseded_at IS NULL AND a.service_on > NEW.discharged_on "
    "AND a.mark IN ('ATT', 'TEL', 'LATE', 'LEFT', 'MAKEUP'))",
    on=("UPDATE",),
)
guard(
    "admissions_apart",
    "admission",
    "EXISTS (SELECT 1 FROM admission a WHERE a.id <> NEW.id AND a.participant_id = NEW.participant_id "
    "AND a.origin_id = NEW.origin_id AND a.admitted_on <= COALESCE(NEW.discharged_on, '9999-12-31') "
    "AND NEW.admitted_on <= a.discharged_on)",
)
BEFORE_ADMISSION = _("Enter a day on or after the admission.")
ADMITTED_ALREADY = _("This person is admitted here already. Discharge first, or change the level of care.")
OVERLAP = _("Treatment here ended later than that. Enter a day after the last day of the stay before.")
refusal("admission_covers_attended", "discharged_on", _("This person was at a session after that day."))
refusal("admissions_apart", "admitted_on", OVERLAP)
refusal("ck_admission_interval", "discharged_on", BEFORE_ADMISSION)
refusal("ck_admission_not_ahead", "admitted_on", _("Enter a day that has come."))
refusal("uq_admission_open", "admitted_on", ADMITTED_ALREADY)
refusal("admission.participant_id, admission.origin_id", "admitted_on", ADMITTED_ALREADY)
refusal("uq_discharge_admission_id", "discharged_on", _("This admission has ended already."))
refusal("discharge.admission_id", "discharged_on", _("This admission has ended already."))
refusal("ck_level_of_care_not_ahead", "starts_on", _("Enter a day that has come."))
refusal("uq_level_of_care_day", "starts_on", _("A level starts on this day already. Choose another day."))
refusal(
    "level_of_care.admission_id, level_of_care.starts_on",
    "starts_on",
    _("A level starts on this day already. Choose another day."),
)
refusal("discharge_after_admission", "discharged_on", BEFORE_ADMISSION)
refusal("level_within_admission", "starts_on", BEFORE_ADMISSION)
