"""Words of admission, discharge and level of care."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class DischargeStatus(Worded):
    """How treatment at an agency ended. Structured only: what led to it is a clinical note."""

    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Discharged, not completed")
    TRANSFERRED = "transferred", _("Moved to another program")
    MEDICAL = "medical", _("Ended for medical reasons")
    WITHDREW = "withdrew", _("Left treatment")
    DECEASED = "deceased", _("Died")


class Level(Worded):
    """Levels of care by the ASAM Criteria. The same figure means different things in the two editions."""

    EARLY = "0.5", _("0.5 early intervention")
    OUTPATIENT = "1", _("1 outpatient")
    LONG_TERM_MONITORING = "1.0", _("1.0 long-term remission monitoring")
    OUTPATIENT_4 = "1.5", _("1.5 outpatient therapy")
    MEDICAL_OUTPATIENT = "1.7", _("1.7 medically managed outpatient")
    INTENSIVE_OUTPATIENT = "2.1", _("2.1 intensive outpatient")
    PARTIAL_HOSPITAL = "2.5", _("2.5 high-intensity outpatient")
    MEDICAL_INTENSIVE = "2.7", _("2.7 medically managed intensive outpatient")
    LOW_RESIDENTIAL = "3.1", _("3.1 low-intensity residential")
    SPECIAL_RESIDENTIAL = "3.3", _("3.3 residential, adapted")
    HIGH_RESIDENTIAL = "3.5", _("3.5 high-intensity residential")
    MEDICAL_RESIDENTIAL = "3.7", _("3.7 medically monitored inpatient")
    INPATIENT = "4", _("4 medically managed inpatient")


class Edition(Worded):
    """Which edition of the ASAM Criteria a level is from."""

    THIRD = "3", _("ASAM 3rd edition")
    FOURTH = "4", _("ASAM 4th edition")


LEVELS = {
    Edition.THIRD: (
        Level.EARLY,
        Level.OUTPATIENT,
        Level.INTENSIVE_OUTPATIENT,
        Level.PARTIAL_HOSPITAL,
        Level.LOW_RESIDENTIAL,
        Level.SPECIAL_RESIDENTIAL,
        Level.HIGH_RESIDENTIAL,
        Level.MEDICAL_RESIDENTIAL,
        Level.INPATIENT,
    ),
    Edition.FOURTH: (
        Level.LONG_TERM_MONITORING,
        Level.OUTPATIENT_4,
        Level.MEDICAL_OUTPATIENT,
        Level.INTENSIVE_OUTPATIENT,
        Level.PARTIAL_HOSPITAL,
        Level.MEDICAL_INTENSIVE,
        Level.LOW_RESIDENTIAL,
        Level.HIGH_RESIDENTIAL,
        Level.MEDICAL_RESIDENTIAL,
        Level.INPATIENT,
    ),
}
"""The levels that each edition knows, from the least to the most care."""
