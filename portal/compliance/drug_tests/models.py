"""Drug tests: the result, apart from it the details of the sample, and the latest result of each agency."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.db import Base
from portal.gate.protected import Protected, Superseding
from portal.guards import guard
from portal.web.refusals import refusal

CODES = ", ".join(f"'{code}'" for code in ResultCode)
HOLDS = text("superseded_at IS NULL")
HOLDS_AT_A_TIME = text("superseded_at IS NULL AND collected_at IS NOT NULL")
HOLDS_WITHOUT_A_TIME = text("superseded_at IS NULL AND collected_at IS NULL")


class DrugTest(Protected, Superseding, Base):
    """Category drug_test: one result of one test. A confirmation or a correction is a later row of the same `test_id`.

    `collected_on` is the local day of collection, or of selection when nothing was collected. `recorded_on` is the
    local day on which the row was written; a sample is never from after it.
    """

    __tablename__ = "drug_test"
    __table_args__ = (
        CheckConstraint(f"code IN ({CODES})", name="code"),
        CheckConstraint("collected_on <= recorded_on", name="day_not_ahead"),
        CheckConstraint("collected_at IS NULL OR collected_at <= recorded_at", name="moment_not_ahead"),
        CheckConstraint("correction_reason = ''", name="no_free_text"),
        Index("uq_drug_test_current", "test_id", unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS),
        Index(
            "uq_drug_test_moment",
            "participant_id",
            "origin_id",
            "collected_at",
            unique=True,
            sqlite_where=HOLDS_AT_A_TIME,
            postgresql_where=HOLDS_AT_A_TIME,
        ),
        Index(
            "uq_drug_test_day",
            "participant_id",
            "origin_id",
            "collected_on",
            unique=True,
            sqlite_where=HOLDS_WITHOUT_A_TIME,
            postgresql_where=HOLDS_WITHOUT_A_TIME,
        ),
        Index("ix_drug_test_participant_day", "participant_id", "collected_on"),
    )

    test_id: Mapped[UUID]
    collected_on: Mapped[date]
    collected_at: Mapped[datetime | None] = mapped_column(default=None)
    selected_on: Mapped[date | None] = mapped_column(default=None)
    notified_at: Mapped[datetime | None] = mapped_column(default=None)
    panel: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(20), default="random")
    code: Mapped[str] = mapped_column(String(20))
    confirmed: Mapped[bool] = mapped_column(default=False)
    tampered: Mapped[bool] = mapped_column(default=False)
    pending_confirmation: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_on: Mapped[date]


class DrugTestDetail(Protected, Base):
    """Category test_detail: how the sample was taken, what the laboratory measured, why the result was changed."""

    __tablename__ = "drug_test_detail"
    __table_args__ = (UniqueConstraint("drug_test_id"),)

    drug_test_id: Mapped[UUID] = mapped_column(ForeignKey("drug_test.id"))
    matrix: Mapped[str] = mapped_column(String(20), default="urine")
    observed: Mapped[bool | None] = mapped_column(default=None)
    temperature_f: Mapped[Decimal | None] = mapped_column(Numeric(5, 1), default=None)
    remarks: Mapped[str] = mapped_column(String(280), default="")
    analytes: Mapped[str] = mapped_column(Text, default="")
    levels: Mapped[str] = mapped_column(Text, default="")
    changed_why: Mapped[str] = mapped_column(String(280), default="")


class LatestDrugTest(Protected, Base):
    """Category drug_test: the last result of one agency for one participant, with that result's own protection.

    It repeats one row and counts nothing, so it tells no more than that row does.
    """

    __tablename__ = "latest_drug_test"
    __table_args__ = (UniqueConstraint("participant_id", "origin_id"),)

    drug_test_id: Mapped[UUID] = mapped_column(ForeignKey("drug_test.id"))
    collected_on: Mapped[date]
    code: Mapped[str] = mapped_column(String(20))


guard(
    "drug_test_after_enrollment",
    "drug_test",
    "NEW.collected_on < (SELECT MIN(started_on) FROM enrollment WHERE participant_id = NEW.participant_id)",
)
AHEAD = _("Enter when the sample was given; that lies ahead.")
TWICE = _("A test of this person at this time is recorded already. Correct that one instead.")
BEFORE = _("Enter a day from the enrollment on; this one lies before it.")
refusal("ck_drug_test_code", "code", _("Choose one of the results."))
refusal("ck_drug_test_day_not_ahead", "collected_on", AHEAD)
refusal("ck_drug_test_moment_not_ahead", "collected_on", AHEAD)
refusal("drug_test_after_enrollment", "collected_on", BEFORE)
refusal("uq_drug_test_current", "code", _("Somebody else has corrected this result meanwhile. Open it again."))
refusal("drug_test.test_id", "code", _("Somebody else has corrected this result meanwhile. Open it again."))
for _name in ("uq_drug_test_moment", "uq_drug_test_day", "drug_test.participant_id, drug_test.origin_id"):
    refusal(_name, "collected_time", TWICE)
