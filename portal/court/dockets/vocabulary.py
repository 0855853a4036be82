"""Words of dockets and hearings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded
from portal.web.tags import tag_for


class DocketState(Worded):
    """A docket is planned, then called, then closed."""

    PLANNED = "planned", _("planned")
    CALLED = "called", _("in session")
    CLOSED = "closed", _("closed")


class HearingKind(Worded):
    """What a hearing is for; a status hearing is the ordinary one and is not named in lists."""

    STATUS = "status", _("Status")
    FIRST = "first", _("First hearing")
    PHASE_REVIEW = "phase_review", _("Phase review")
    CONTESTED = "contested", _("Contested")
    TERMINATION = "termination", _("Termination hearing")
    COMMENCEMENT = "commencement", _("Commencement")


class HearingMode(Worded):
    """How the person appears."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")


class HearingState(Worded):
    """How a hearing stands. CONTINUED: moved to another day without being held."""

    SCHEDULED = "scheduled", _("scheduled")
    HELD = "held", _("held")
    MISSED = "missed", _("did not come")
    CONTINUED = "continued", _("continued")
    CANCELLED = "cancelled", _("cancelled")

    @property
    def on_the_docket(self) -> bool:
        """Whether the person is still called on that day."""
        return self in (HearingState.SCHEDULED, HearingState.HELD, HearingState.MISSED)


tag_for(
    HearingState,
    {
        HearingState.SCHEDULED: ("open", _("scheduled")),
        HearingState.HELD: ("done", _("held")),
        HearingState.MISSED: ("late", _("did not come")),
        HearingState.CONTINUED: ("wait", _("continued")),
        HearingState.CANCELLED: ("plain", _("cancelled")),
    },
)
