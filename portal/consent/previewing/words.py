"""The heads of a preview's columns, short enough for a table and plain enough to read aloud."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from portal.gate.vocabulary import Category

HEADS: dict[Category, Any] = {
    Category.ENROLLMENT: _("In treatment"),
    Category.ATTENDANCE: _("Attendance"),
    Category.DRUG_TEST: _("Tests"),
    Category.PROGRESS_SUMMARY: _("Progress"),
    Category.LEVEL_OF_CARE: _("Level of care"),
    Category.MEDICATION_COMPLIANCE: _("Medicine as prescribed"),
    Category.DISCHARGE_STATUS: _("How it ended"),
    Category.STAFFING_REPORT: _("Team summary"),
    Category.TREATMENT_PLAN: _("Plan"),
    Category.DIAGNOSIS: _("Diagnosis"),
    Category.ASSESSMENT: _("Assessments"),
    Category.CLINICAL_NOTE: _("Session notes"),
    Category.MEDICATION_DETAIL: _("Medicines"),
    Category.MENTAL_HEALTH: _("Mental health"),
    Category.HIV: _("HIV care"),
    Category.BILLING: _("Bills"),
    Category.INCIDENT_REPORT: _("Incidents"),
    Category.COUNSELING_NOTE: _("Counseling notes"),
}
"""In the order of the form."""

JUSTICE_HEADS: dict[Category, Any] = {
    Category.PHASE_STATUS: _("Program and phase"),
    Category.HEARING: _("Hearings"),
    Category.ORDER: _("Orders"),
    Category.RESPONSE: _("Responses"),
    Category.OBLIGATION: _("Duties"),
    Category.DRUG_TEST: _("Tests"),
    Category.SUPERVISION_CONTACT: _("Supervision visits"),
    Category.NEED_GOAL: _("Needs and goals"),
    Category.CASE_NOTE: _("Case notes"),
    Category.LEGAL_FILE: _("Case file"),
    Category.WHEREABOUTS: _("Where the person lives"),
}
"""What courts, supervision and case managers have themselves; the team agreement opens it, not a consent."""


def heads_of(*, justice: bool) -> dict[Category, Any]:
    """The kinds of information that agencies under a law have, with their heads."""
    return JUSTICE_HEADS if justice else HEADS


def head(category: Category) -> str:
    return str(HEADS.get(category) or JUSTICE_HEADS[category])


ALWAYS = (
    Category.ENROLLMENT,
    Category.ATTENDANCE,
    Category.DRUG_TEST,
    Category.PROGRESS_SUMMARY,
    Category.LEVEL_OF_CARE,
    Category.MEDICATION_COMPLIANCE,
    Category.TREATMENT_PLAN,
    Category.DIAGNOSIS,
    Category.CLINICAL_NOTE,
)
"""What every table shows, also to say that nobody sees it."""
