"""Words of a person's way through a program."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _


class LegalTrack(StrEnum):
    PRE_CHARGE = "pre_charge"
    PRE_PLEA = "pre_plea"
    DEFERRED = "deferred"
    POST_PLEA = "post_plea"
    PROBATION = "probation"
    REENTRY = "reentry"


class EnrollmentStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WHEREABOUTS_UNKNOWN = "whereabouts_unknown"
    TERMINATION_PENDING = "termination_pending"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    NEUTRAL_DISCHARGE = "neutral_discharge"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    DECEASED = "deceased"

    @property
    def ended(self) -> bool:
        return self in ENDINGS


ENDINGS = frozenset(
    {
        EnrollmentStatus.COMPLETED,
        EnrollmentStatus.TERMINATED,
        EnrollmentStatus.NEUTRAL_DISCHARGE,
        EnrollmentStatus.WITHDRAWN,
        EnrollmentStatus.TRANSFERRED,
        EnrollmentStatus.DECEASED,
    }
)


class Place(StrEnum):
    """Whereabouts, kept apart from the status."""

    HOME = "home"
    RESIDENTIAL = "residential"
    HOSPITAL = "hospital"
    CUSTODY = "custody"
    UNKNOWN = "unknown"


LEGAL_TRACK_LABELS = {
    LegalTrack.PRE_CHARGE: _("Pre-charge diversion"),
    LegalTrack.PRE_PLEA: _("Pre-plea"),
    LegalTrack.DEFERRED: _("Deferred plea or prosecution"),
    LegalTrack.POST_PLEA: _("Post-plea"),
    LegalTrack.PROBATION: _("Condition of probation"),
    LegalTrack.REENTRY: _("Reentry"),
}

STATUS_LABELS = {
    EnrollmentStatus.ACTIVE: _("Active"),
    EnrollmentStatus.SUSPENDED: _("Suspended"),
    EnrollmentStatus.WHEREABOUTS_UNKNOWN: _("Whereabouts unknown"),
    EnrollmentStatus.TERMINATION_PENDING: _("Termination hearing set"),
    EnrollmentStatus.COMPLETED: _("Completed"),
    EnrollmentStatus.TERMINATED: _("Discharged, not completed"),
    EnrollmentStatus.NEUTRAL_DISCHARGE: _("Discharged, no fault"),
    EnrollmentStatus.WITHDRAWN: _("Withdrew"),
    EnrollmentStatus.TRANSFERRED: _("Transferred"),
    EnrollmentStatus.DECEASED: _("Died"),
}

PLACE_LABELS = {
    Place.HOME: _("At home"),
    Place.RESIDENTIAL: _("In residential treatment"),
    Place.HOSPITAL: _("In hospital"),
    Place.CUSTODY: _("In custody"),
    Place.UNKNOWN: _("Whereabouts unknown"),
}
