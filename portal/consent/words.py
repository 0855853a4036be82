"""The law's words as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from portal.consent.rules.codes import Defect
from portal.consent.rules.terms import ALL
from portal.gate.vocabulary import Category, Purpose

CATEGORY_WORDS: dict[Category, Any] = {
    Category.ENROLLMENT: _("Being in treatment"),
    Category.ATTENDANCE: _("Sessions attended and missed"),
    Category.DRUG_TEST: _("Drug test results"),
    Category.PROGRESS_SUMMARY: _("Progress on goals"),
    Category.LEVEL_OF_CARE: _("Level of care"),
    Category.MEDICATION_COMPLIANCE: _("Medicine taken as prescribed, yes or no"),
    Category.DISCHARGE_STATUS: _("How treatment ended"),
    Category.STAFFING_REPORT: _("The team's summary"),
    Category.TREATMENT_PLAN: _("Treatment plan"),
    Category.DIAGNOSIS: _("Diagnosis"),
    Category.ASSESSMENT: _("Assessments"),
    Category.CLINICAL_NOTE: _("Clinical notes"),
    Category.MEDICATION_DETAIL: _("Medicines and doses"),
    Category.MENTAL_HEALTH: _("Mental health care"),
    Category.BILLING: _("Bills and payments"),
    Category.INCIDENT_REPORT: _("Incidents at the program"),
}
"""What a person may agree to share, in the order of the form."""

SHORT_WORDS: dict[Category, Any] = {
    Category.ENROLLMENT: _("in treatment"),
    Category.ATTENDANCE: _("attendance"),
    Category.DRUG_TEST: _("tests"),
    Category.PROGRESS_SUMMARY: _("progress"),
    Category.LEVEL_OF_CARE: _("level of care"),
    Category.MEDICATION_COMPLIANCE: _("medication as prescribed (yes or no)"),
    Category.DISCHARGE_STATUS: _("how treatment ended"),
    Category.STAFFING_REPORT: _("team's summary"),
    Category.TREATMENT_PLAN: _("treatment plan"),
    Category.DIAGNOSIS: _("diagnosis"),
    Category.ASSESSMENT: _("assessments"),
    Category.CLINICAL_NOTE: _("clinical notes"),
    Category.MEDICATION_DETAIL: _("medicines and doses"),
    Category.MENTAL_HEALTH: _("mental health care"),
    Category.HIV: _("HIV care"),
    Category.BILLING: _("bills"),
    Category.INCIDENT_REPORT: _("incidents"),
}

PURPOSE_WORDS: dict[Purpose, Any] = {
    Purpose.CJ_MONITORING: _("Monitoring in this case"),
    Purpose.CASE_MANAGEMENT: _("Case management: planning and linking services"),
    Purpose.DEFENSE_REPRESENTATION: _("Being represented by defense counsel"),
    Purpose.TREATMENT: _("Treatment"),
    Purpose.PAYMENT: _("Payment"),
    Purpose.OPERATIONS: _("Running the program"),
}


def sentence(words: Iterable[Any]) -> str:
    """Words in one line: "Attendance, tests, progress"."""
    text = ", ".join(str(word) for word in words)
    return text[:1].upper() + text[1:]


def categories_sentence(categories: Iterable[str] | int) -> str:
    """The categories of a mask or a list, in the order of the vocabulary, as one line; "all" is every one of them."""
    names = {str(one) for one in (Category.from_mask(categories) if isinstance(categories, int) else categories)}
    if ALL in names:
        return str(_("All but counseling notes"))
    return sentence(SHORT_WORDS[one] for one in SHORT_WORDS if str(one) in names)


def purposes_sentence(purposes: Iterable[str]) -> str:
    names = set(purposes)
    return "; ".join(str(PURPOSE_WORDS[one]) for one in PURPOSE_WORDS if str(one) in names)


DEFECT_WORDS: dict[str, Any] = {
    Defect.D01: _("Write the participant's name as it stands on the form."),
    Defect.D02: _("Say who may tell."),
    Defect.D03: _("Choose at least one kind of information."),
    Defect.D03B: _("Choose the kinds of information one by one; “all” is not enough."),
    Defect.D04: _("Say who may be told."),
    Defect.D04B: _("Say who is told by the one who passes it on: by name, or those who give treatment."),
    Defect.D04C: _("The form must say that health care may pass it on as the HIPAA rules allow."),
    Defect.D05: _("Say what it is for."),
    Defect.D05B: _("Say what it is for; “any purpose” is not enough."),
    Defect.D06: _("The form must say that it can be taken back in writing."),
    Defect.D06B: _("The form must say how to take it back."),
    Defect.D07: _("Say when it ends."),
    Defect.D07B: _("Say when it ends; this kind can't be without an end."),
    Defect.D07C: _("Say in words at what event it ends."),
    Defect.D08: _("The form must be signed by the participant."),
    Defect.D09: _("Enter the day it was signed."),
    Defect.D09B: _("Enter the day it was signed; that day is still to come."),
    Defect.D10: _("The form must say that what is told may be passed on and then be less protected."),
    Defect.D10B: _("The form must say what follows from not signing it."),
    Defect.D11: _("Counseling notes need a form of their own."),
    Defect.D12: _("A proceeding needs a form of its own."),
    Defect.D13: _("A form for care, payment and running the program can't be for anything else."),
    Defect.D14: _("Say how long it stays in force, and why that long."),
    Defect.D15: _("Say from when on it can be taken back."),
    Defect.D16: _("Enter a day no later than the end of the case."),
    Defect.D17: _("Choose the case in which treatment is a condition."),
    Defect.D18: _("The form must say that care does not depend on signing it."),
    Defect.D19: _("The name on the form is not the participant's. A person must confirm it."),
}
"""How to say each defect of a form."""
