"""What a consent form says beyond what was chosen: the statements of 2.31, in plain words.

`LEGAL` are sentences that may not be changed: the rule's own words, or names of the rule. They are left out when the
reading level is measured, and they are never translated by us.
"""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _

from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.rules.terms import Signer

NOTICE: Final = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""42 CFR 2.32(a)(2), word for word; never translated."""

TPO_RECIPIENTS: Final = (
    "my treating providers, health plans, third-party payers, and people helping to operate this program"
)
"""The class that 2.31(a)(4)(i) itself names, word for word; never translated."""

TPO_PURPOSE: Final = "for treatment, payment, and health care operations"
"""2.31(a)(5)(iii), word for word; never translated."""

LEGAL: Final[tuple[str, ...]] = (NOTICE, TPO_RECIPIENTS, TPO_PURPOSE)

TITLES: dict[ConsentKind, Any] = {
    ConsentKind.GENERAL: _("Consent to share information"),
    ConsentKind.TPO: _("Consent for treatment, payment and running the program"),
    ConsentKind.CRIMINAL_JUSTICE: _("Consent to share information with the court"),
    ConsentKind.COUNSELING_NOTES: _("Consent to share counseling notes"),
    ConsentKind.LEGAL_PROCEEDING: _("Consent to use records in one case"),
}

TAKING_BACK = _(
    "You can take this consent back at any time. Write to %(program)s, or tell the staff there. Sharing then stops at "
    "once. What was shared before that can't be called back, because people relied on your consent."
)
TAKING_BACK_COURT = _(
    "This consent is for the court. You can take it back from this point on: %(point)s. Write to %(program)s. If you "
    "ask sooner, your wish is written down and counts from then on. What was shared before that can't be called back."
)
HOW_TO_TAKE_BACK = _("Write to %(program)s, or tell the staff there")
REDISCLOSURE = _(
    "Your information may be passed on by those who get it. Then the special rules for addiction treatment may no "
    "longer protect it."
)
HIPAA = _(
    "A health care provider or health plan that gets it may pass it on as the HIPAA rules allow. It may not be used in "
    "a case against you unless you agree to that, or a court orders it."
)
NOT_PASSED_ON = _(
    "Those who get it may not pass it on unless you agree, or the law allows it. They may not use it to charge you "
    "with a crime or to look into one."
)
ONE_PROCEEDING = _("This form counts for this one case only. It opens nothing for any other case or purpose.")
NOTES_ALONE = _(
    "Counseling notes are what your counselor writes down about what you say in a session. This form is about these "
    "notes only. Nobody may make your care, payment or benefits depend on it."
)
COPY = _("You get a copy of this form. Each time something is shared, a notice of its limits goes with it.")

REFUSING: dict[ConsentKind, Any] = {
    ConsentKind.GENERAL: _("You may say no. Your care does not depend on signing this form."),
    ConsentKind.TPO: _(
        "You may say no. Then the program can't bill your health plan, and may ask you to pay or to find another "
        "program. Your care in an emergency does not depend on it."
    ),
    ConsentKind.CRIMINAL_JUSTICE: _(
        "You may say no. Then your program can't tell the court how you are doing, and the court may decide that you "
        "can't be in this program. Talk with your lawyer before you decide."
    ),
    ConsentKind.COUNSELING_NOTES: _("You may say no. Nothing happens to your care, payment or benefits if you do."),
    ConsentKind.LEGAL_PROCEEDING: _("You may say no. Talk with your lawyer before you decide."),
}

SIGNER_LABELS: dict[Signer, Any] = {
    Signer.PATIENT: _("Participant"),
    Signer.PARENT: _("Parent or guardian"),
    Signer.REPRESENTATIVE: _("Personal representative"),
    Signer.SPOUSE: _("Husband or wife"),
    Signer.FAMILY: _("Family member in charge"),
    Signer.DIRECTOR: _("Director of the program"),
}

LABEL_QUESTIONS: dict[str, Any] = {
    "HIV": _("May they be told about HIV or AIDS?"),
    "PSY": _("May they be told about mental health care?"),
    "DV": _("May they be told about violence at home?"),
    "GEN": _("May they be told about genetic tests?"),
}
LABEL_WORDS: dict[str, Any] = {
    "HIV": _("HIV or AIDS"),
    "PSY": _("mental health care"),
    "DV": _("violence at home"),
    "GEN": _("genetic tests"),
}


def statements(kind: ConsentKind, program: str, point: str) -> list[str]:
    """What the form says in the end, paragraph by paragraph: F04c, F06, F10, and of its kind (section 4)."""
    said: list[Any] = []
    if kind == ConsentKind.COUNSELING_NOTES:
        said.append(NOTES_ALONE)
    if kind == ConsentKind.LEGAL_PROCEEDING:
        said.append(ONE_PROCEEDING)
    said += [TAKING_BACK_COURT if kind == ConsentKind.CRIMINAL_JUSTICE else TAKING_BACK]
    said += [REFUSING[kind]]
    said += [REDISCLOSURE, HIPAA] if kind == ConsentKind.TPO else [NOT_PASSED_ON]
    return [str(one) % {"program": program, "point": point} for one in (*said, COPY)]


def form_facts(kind: ConsentKind, patient_name: str, program: str) -> dict[str, Any]:
    """The same statements as facts for the form checks (F01-F19)."""
    return {
        "patient_name": patient_name,
        "revocation_right_statement": kind != ConsentKind.CRIMINAL_JUSTICE,
        "revocation_how": str(HOW_TO_TAKE_BACK) % {"program": program},
        "hipaa_redisclosure_statement": kind == ConsentKind.TPO,
        "redisclosure_potential_statement": kind == ConsentKind.TPO,
        "refusal_consequences": str(REFUSING[kind]),
        "treatment_conditioned_on_signing": False,
    }
