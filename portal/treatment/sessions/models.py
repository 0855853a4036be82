"""Sessions, their rosters, and the marks. A session tells nothing about a participant; place, mark and reason do."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.agencies.models import UserAccount
from portal.db import Base, Row
from portal.gate.protected import Protected, Superseding
from portal.guards import guard
from portal.treatment.groups.models import ServiceLine, TreatmentGroup
from portal.web.refusals import refusal

CURRENT = text("superseded_at IS NULL")


class TreatmentSession(Row, Base):
    """One meeting of a group, or of a clinician with one person. `meets_on` is the local day of `starts_at`.

    `version` counts how often marks were saved, so that two people who mark one roster meet.
    """

    __tablename__ = "treatment_session"
    __table_args__ = (
        UniqueConstraint("group_id", "starts_at"),
        CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes"),
        CheckConstraint("status IN ('held', 'cancelled')", name="status"),
        Index("ix_treatment_session_agency_day", "agency_id", "meets_on"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    service_line_id: Mapped[UUID] = mapped_column(ForeignKey("service_line.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("treatment_group.id"), default=None)
    clinician_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    starts_at: Mapped[datetime]
    meets_on: Mapped[date]
    minutes: Mapped[int]
    room: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[str] = mapped_column(String(20), default="held")
    marked_at: Mapped[datetime | None] = mapped_column(default=None)
    marked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)

    service_line: Mapped[ServiceLine] = relationship(lazy="joined", viewonly=True)
    group: Mapped[TreatmentGroup | None] = relationship(lazy="joined", viewonly=True)
    clinician: Mapped[UserAccount | None] = relationship(foreign_keys=[clinician_id], lazy="joined", viewonly=True)

    @property
    def title(self) -> str:
        return self.group.name if self.group is not None else self.service_line.name


class RosterPlace(Protected, Base):
    """Category attendance: a person is expected at a session. Only who has a place can be marked."""

    __tablename__ = "roster_place"
    __table_args__ = (UniqueConstraint("session_id", "participant_id"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("treatment_session.id"))
    taken_off_at: Mapped[datetime | None] = mapped_column(default=None)


class AttendanceReason(Protected, Base):
    """Category clinical_note: why somebody was absent or late, or why a mark was corrected. No court reads it."""

    __tablename__ = "attendance_reason"

    reason: Mapped[str] = mapped_column(String(200))


class Attendance(Protected, Superseding, Base):
    """Category attendance: one mark. It holds what R41 lets a court read: the day, the service, the mark, the minutes.

    The day is `service_on`, who and when are `author_id` and `created_at`. A correction is a new row; `version` counts
    them. Reasons stand in their own table, also those of corrections.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "participant_id"],
            ["roster_place.session_id", "roster_place.participant_id"],
            name="fk_attendance_on_roster",
        ),
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("mark <> 'ABS_EX' OR reason_id IS NOT NULL", name="excuse_has_reason"),
        CheckConstraint(
            "minutes = 0 OR mark NOT IN ('ABS_EX', 'ABS_UN', 'CAN_PROV', 'RESCHED', 'SUSP')", name="absent_no_minutes"
        ),
        CheckConstraint(
            "minutes > 0 OR mark NOT IN ('ATT', 'TEL', 'LATE', 'LEFT', 'MAKEUP')", name="there_some_minutes"
        ),
        CheckConstraint("correction_reason = ''", name="no_free_text"),
        Index(
            "uq_attendance_current",
            "session_id",
            "participant_id",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("treatment_session.id"))
    service: Mapped[str] = mapped_column(String(80))
    mark: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int]
    makeup_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("treatment_session.id"), default=None)
    reason_id: Mapped[UUID | None] = mapped_column(ForeignKey("attendance_reason.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)

    reason: Mapped[AttendanceReason | None] = relationship(lazy="raise")


class AttendanceRollup(Protected, Base):
    """Category attendance: the latest mark of a person at one agency, as protected as that mark.

    One row per participant, origin and category, written with the marks. It holds no sums: a sum over all time would
    tell a reader whose consent covers some months about the others.
    """

    __tablename__ = "attendance_rollup"
    __table_args__ = (UniqueConstraint("participant_id", "origin_id", "category"),)

    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"))
    service: Mapped[str] = mapped_column(String(80))
    mark: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int]

    latest: Mapped[Attendance] = relationship(lazy="raise")


_SESSION = "FROM treatment_session s WHERE s.id = NEW.session_id"
guard("attendance_not_ahead", "attendance", f"NEW.created_at < (SELECT s.starts_at {_SESSION})", on=("INSERT",))
guard("attendance_within_length", "attendance", f"NEW.minutes > (SELECT s.minutes {_SESSION})", on=("INSERT",))
guard(
    "attendance_left_early",
    "attendance",
    f"NEW.mark = 'LEFT' AND (NEW.minutes = 0 OR NEW.minutes >= (SELECT s.minutes {_SESSION}))",
    on=("INSERT",),
)
guard(
    "attendance_session_cancelled",
    "attendance",
    f"NEW.mark <> 'CAN_PROV' AND (SELECT s.status {_SESSION}) = 'cancelled'",
    on=("INSERT",),
)
guard("attendance_own_session", "attendance", f"NEW.origin_id <> (SELECT s.agency_id {_SESSION})", on=("INSERT",))
guard(
    "attendance_place_kept",
    "attendance",
    "EXISTS (SELECT 1 FROM roster_place p WHERE p.session_id = NEW.session_id "
    "AND p.participant_id = NEW.participant_id AND p.taken_off_at IS NOT NULL)",
    on=("INSERT",),
)
guard("place_at_own_session", "roster_place", f"NEW.origin_id <> (SELECT s.agency_id {_SESSION})", on=("INSERT",))

guard(
    "place_at_one_hour",
    "roster_place",
    "EXISTS (SELECT 1 FROM treatment_session s JOIN treatment_session t ON t.starts_at = s.starts_at AND t.id <> s.id "
    "JOIN roster_place p ON p.session_id = t.id WHERE s.id = NEW.session_id AND s.group_id IS NULL "
    "AND t.group_id IS NULL AND t.status = 'held' AND p.taken_off_at IS NULL "
    "AND p.participant_id = NEW.participant_id AND p.origin_id = NEW.origin_id)",
    on=("INSERT",),
)
NOT_ON_ROSTER = _("Somebody marked is not on this roster. Open the roster again.")
MARKED_ALREADY = _("Somebody is marked already. Correct the mark instead.")
SAVED_AT_ONCE = _("Somebody saved marks for the same person at the same moment. Save once more.")
AT_ONCE = _("This person has a session with somebody here at this hour already.")
refusal("place_at_one_hour", "starts", AT_ONCE)
refusal("fk_attendance_on_roster", "marks", NOT_ON_ROSTER)
refusal("attendance_place_kept", "marks", NOT_ON_ROSTER)
refusal("attendance_not_ahead", "marks", _("This session has not begun. Marks are entered once it has."))
refusal("ck_attendance_minutes", "marks", _("Enter minutes from 0 up."))
refusal("attendance_within_length", "marks", _("Enter no more minutes than the session has."))
refusal("attendance_left_early", "marks", _("Who left early stayed some minutes, but fewer than the session has."))
refusal("ck_attendance_there_some_minutes", "marks", _("Who was there stayed for some minutes. Enter how many."))
refusal("ck_attendance_absent_no_minutes", "marks", _("Who was not there has 0 minutes."))
refusal("ck_attendance_excuse_has_reason", "marks", _("Enter the reason for the excuse."))
refusal("attendance_session_cancelled", "marks", _("This session was cancelled. Nobody is marked."))
refusal("uq_attendance_current", "marks", MARKED_ALREADY)
refusal("attendance.session_id, attendance.participant_id", "marks", MARKED_ALREADY)
refusal("uq_attendance_rollup_participant_id", "", SAVED_AT_ONCE)
refusal("attendance_rollup.participant_id", "", SAVED_AT_ONCE)
refusal("uq_roster_place_session_id_participant_id", "participant", _("This person is on the roster already."))
refusal(
    "roster_place.session_id, roster_place.participant_id", "participant", _("This person is on the roster already.")
)
refusal("uq_treatment_session_group_id_starts_at", "starts_at", _("The group meets at this time already."))
refusal(
    "treatment_session.group_id, treatment_session.starts_at", "starts_at", _("The group meets at this time already.")
)
