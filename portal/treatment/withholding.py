"""Which of a clinic's records can be withheld from their own page, and what repeats them (R16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.withholding.kinds import Kind, add_kind
from portal.consent.withholding.services import follow
from portal.gate.protected import Gated
from portal.participants.programs.vocabulary import AttendanceMark
from portal.treatment.admissions.models import LevelOfCare
from portal.treatment.admissions.vocabulary import Level
from portal.treatment.report_sections.models import LevelRecommendation, MedicationReport, ProgressSummary
from portal.treatment.sessions.models import Attendance
from portal.web.components import enum_label
from portal.web.dates import day


def hear_withholding(session: Session, record: Gated, actor: Principal) -> None:
    """What a report section says of the level repeats the protection of the level that was taken for it."""
    if isinstance(record, LevelOfCare):
        wanted = select(LevelRecommendation).where(
            LevelRecommendation.participant_id == record.participant_id,
            LevelRecommendation.origin_id == record.origin_id,
            LevelRecommendation.level == record.level,
            LevelRecommendation.created_at >= record.created_at,
        )
        for row in session.scalars(wanted):
            follow(session, actor, row, record)


def mark_told(row: Attendance) -> str:
    return gettext(
        "Mark of %(day)s: %(mark)s", day=day(row.service_on, g.today), mark=enum_label(AttendanceMark(row.mark))
    )


def level_told(row: LevelOfCare) -> str:
    return gettext(
        "Level of care from %(day)s: %(level)s", day=day(row.starts_on, g.today), level=Level(row.level).label
    )


def sent(title: Any) -> Callable[[Any], str]:
    """Names a part of a report section by the last day that it tells about."""
    return lambda row: gettext("%(part)s through %(day)s", part=title, day=day(row.period_to, g.today))


def of_mark(row: Attendance) -> str:
    return url_for("treatment.sessions.correct_page", attendance_id=row.id)


def of_treatment(row: Gated) -> str:
    return url_for("treatment.admissions.show", participant_id=row.participant_id)


def add_kinds() -> None:
    add_kind(Kind("mark", _("Marks of sessions"), Attendance, mark_told, of_mark))
    add_kind(Kind("level", _("Levels of care"), LevelOfCare, level_told, of_treatment))
    for code, label, title, record in PARTS:
        add_kind(Kind(code, label, record, sent(title), of_treatment))


PARTS = (
    ("progress", _("Progress told in reports"), _("Progress"), ProgressSummary),
    ("level-advice", _("Advice on the level of care"), _("Advice on the level"), LevelRecommendation),
    ("medication", _("Medicine taken as prescribed"), _("Medicine as prescribed"), MedicationReport),
)
"""The parts of a report section: code, name of the kind, name of one of them, table."""
