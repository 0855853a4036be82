"""The pages of the guided form, and which kind of consent has which of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.rules.terms import PartyClass
from portal.gate.vocabulary import TPO, Category, Purpose


class Step(StrEnum):
    TELLS = "who-may-tell"
    TOLD = "whom"
    WHAT = "what"
    LABELS = "extra-protection"
    PURPOSE = "what-for"
    CASE = "case"
    PROCEEDING = "proceeding"
    UNTIL = "until-when"


STEP_LABELS: dict[Step, Any] = {
    Step.TELLS: _("Who may tell"),
    Step.TOLD: _("Whom"),
    Step.WHAT: _("What"),
    Step.LABELS: _("Extra protection"),
    Step.PURPOSE: _("What for"),
    Step.CASE: _("The case"),
    Step.PROCEEDING: _("The case"),
    Step.UNTIL: _("Until when"),
}
CHECK_AND_SIGN = _("Check and sign")

_ORDINARY = (Step.TELLS, Step.TOLD, Step.WHAT, Step.LABELS, Step.PURPOSE, Step.UNTIL)
STEPS: dict[ConsentKind, tuple[Step, ...]] = {
    ConsentKind.GENERAL: _ORDINARY,
    ConsentKind.TPO: _ORDINARY,
    ConsentKind.CRIMINAL_JUSTICE: (Step.TELLS, Step.TOLD, Step.WHAT, Step.LABELS, Step.CASE, Step.UNTIL),
    ConsentKind.COUNSELING_NOTES: (Step.TELLS, Step.TOLD, Step.PURPOSE, Step.UNTIL),
    ConsentKind.LEGAL_PROCEEDING: (Step.TELLS, Step.TOLD, Step.WHAT, Step.LABELS, Step.PROCEEDING, Step.UNTIL),
}
"""One thing a page. What a kind fixes is not asked: counseling notes tell these notes only (F11), the court's form
serves the court (F17), a proceeding's form the proceeding (F12)."""

KIND_LABELS: dict[ConsentKind, tuple[Any, Any]] = {
    ConsentKind.GENERAL: (
        _("Ordinary consent"),
        _("For a lawyer, a case manager, family or others. Can be taken back at any time."),
    ),
    ConsentKind.TPO: (
        _("Treatment, payment and running the program"),
        _("For other health care providers and the health plan. May last until it is taken back."),
    ),
    ConsentKind.CRIMINAL_JUSTICE: (
        _("For the court"),
        _("When being in the program is a condition in a case. Can be taken back from the point that it names."),
    ),
    ConsentKind.COUNSELING_NOTES: (
        _("Counseling notes"),
        _("A counselor’s own notes on what was said in sessions. They need a form of their own."),
    ),
    ConsentKind.LEGAL_PROCEEDING: (
        _("One legal proceeding"),
        _("To use records in one hearing or trial against the participant. It needs a form of its own."),
    ),
}

CATEGORY_HINTS: dict[Category, Any] = {
    Category.ENROLLMENT: _("since when, still or not"),
    Category.ATTENDANCE: _("dates, attended, excused or not"),
    Category.DRUG_TEST: _("date, result, confirmed or not"),
    Category.PROGRESS_SUMMARY: _("on track or not, goals met, next step"),
    Category.LEVEL_OF_CARE: _("a number and its name, no reasons"),
    Category.MEDICATION_COMPLIANCE: _("yes, no, or none is prescribed"),
    Category.DISCHARGE_STATUS: _("completed or not, and when"),
    Category.TREATMENT_PLAN: _("problems, goals and steps"),
    Category.DIAGNOSIS: _("names of conditions"),
    Category.ASSESSMENT: _("answers and scores of interviews"),
    Category.CLINICAL_NOTE: _("what staff write into the record"),
    Category.MEDICATION_DETAIL: _("names and amounts"),
}

PURPOSES_OF: dict[ConsentKind, tuple[Purpose, ...]] = {
    ConsentKind.GENERAL: (
        Purpose.CASE_MANAGEMENT,
        Purpose.DEFENSE_REPRESENTATION,
        Purpose.TREATMENT,
        Purpose.PAYMENT,
        Purpose.PATIENT_REQUEST,
    ),
    ConsentKind.TPO: (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS),
    ConsentKind.CRIMINAL_JUSTICE: (Purpose.CJ_MONITORING,),
    ConsentKind.COUNSELING_NOTES: (Purpose.TREATMENT, Purpose.CASE_MANAGEMENT, Purpose.DEFENSE_REPRESENTATION),
    ConsentKind.LEGAL_PROCEEDING: (Purpose.LEGAL_PROCEEDING,),
}
"""What each kind may serve. TPO stands alone (F13), so does a proceeding (F12)."""

CLASSES_OF: dict[ConsentKind, tuple[PartyClass, ...]] = {
    ConsentKind.GENERAL: (PartyClass.TREATING_PROVIDERS,),
    ConsentKind.TPO: (PartyClass.TREATING_PROVIDERS, PartyClass.TPO_STANDARD),
    ConsentKind.CRIMINAL_JUSTICE: (PartyClass.COURT_TEAM,),
    ConsentKind.COUNSELING_NOTES: (PartyClass.TREATING_PROVIDERS,),
    ConsentKind.LEGAL_PROCEEDING: (),
}

PREFILLED: dict[ConsentKind, dict[str, list[str]]] = {
    ConsentKind.CRIMINAL_JUSTICE: {"purposes": [str(Purpose.CJ_MONITORING)]},
    ConsentKind.LEGAL_PROCEEDING: {"purposes": [str(Purpose.LEGAL_PROCEEDING)]},
    ConsentKind.COUNSELING_NOTES: {"categories": [str(Category.COUNSELING_NOTE)]},
    ConsentKind.TPO: {"purposes": sorted(str(one) for one in TPO)},
}
"""What a kind fixes, or begins with."""
