"""The law's words as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

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


DEFECT_WORDS: dict[str, tuple[str, Any]] = {
    "D01_NO_PATIENT_NAME": ("patient_name", _("Write the participant's name as it stands on the form.")),
    "D02_NO_DISCLOSER": ("discloser", _("Say who may tell.")),
    "D03_NO_INFORMATION": ("categories", _("Choose at least one kind of information.")),
    "D03B_NOT_SPECIFIC": ("categories", _("Choose the kinds of information one by one; “all” is not enough.")),
    "D04_NO_RECIPIENT": ("recipients", _("Say who may be told.")),
    "D05_NO_PURPOSE": ("purposes", _("Say what it is for.")),
    "D06_NO_REVOCATION_STATEMENT": ("says_revocable", _("The form must say that it can be taken back in writing.")),
    "D06B_NO_HOW_TO_REVOKE": ("says_how", _("The form must say how to take it back.")),
    "D07_NO_EXPIRY": ("expires_on", _("Say when it ends.")),
    "D07B_NONE_ONLY_FOR_TPO": ("expires_on", _("Say when it ends; this kind can't be without an end.")),
    "D08_NO_SIGNATURE": ("signed", _("The form must be signed by the participant.")),
    "D09_NO_SIGN_DATE": ("signed_on", _("Enter the day it was signed.")),
    "D09B_SIGN_DATE_AFTER_RECORDING": ("signed_on", _("Enter the day it was signed; that day is still to come.")),
    "D11_COUNSELING_COMBINED": ("categories", _("Counseling notes need a form of their own.")),
    "D12_LEGAL_COMBINED": ("purposes", _("A proceeding needs a form of its own.")),
    "D14_CJ_NO_DURATION": ("duration_text", _("Say how long it stays in force, and why that long.")),
    "D15_CJ_NO_REVOCABLE_POINT": ("revocable_on", _("Say from when on it can be taken back.")),
    "D16_CJ_REVOCABLE_TOO_LATE": ("revocable_on", _("Enter a day no later than the end of the case.")),
    "D17_CJ_NO_CONDITIONED_CASE": ("legal_case", _("Choose the case in which treatment is a condition.")),
    "D19_NAME_MISMATCH": (
        "patient_name",
        _("The name on the form is not the participant's. A person must confirm it."),
    ),
}
"""For each defect of a form: the field where it is mended, and how to say it."""
