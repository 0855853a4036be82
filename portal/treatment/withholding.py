"""Which of a clinic's records can be withheld from their own page (R16)."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext

from portal.consent.withholding.kinds import Kind, add_kind
from portal.participants.programs.vocabulary import AttendanceMark
from portal.treatment.sessions.models import Attendance
from portal.web.components import enum_label
from portal.web.dates import day


def mark_told(row: Attendance) -> str:
    return gettext(
        "Mark of %(day)s: %(mark)s", day=day(row.service_on, g.today), mark=enum_label(AttendanceMark(row.mark))
    )


def add_kinds() -> None:
    add_kind(
        Kind(
            "mark",
            Attendance,
            mark_told,
            lambda row: url_for("treatment.sessions.correct_page", attendance_id=row.id),
        )
    )
