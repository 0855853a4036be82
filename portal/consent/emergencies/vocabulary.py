"""Words of emergencies: why consent can't be had, and what a review finds."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.web.tags import tag_for


class Why(StrEnum):
    """Why written consent can't be had first (2.51(a)(1), (2))."""

    UNABLE = "unable"
    PROGRAM_CLOSED = "program_closed"


WHY_LABELS = {
    Why.UNABLE: _("The person can't give written consent now"),
    Why.PROGRAM_CLOSED: _("The program is closed in a declared emergency, and can't get the consent"),
}


class Finding(StrEnum):
    """What the privacy officer of a program found about an emergency."""

    JUSTIFIED = "justified"
    TOO_MUCH = "too_much"
    NOT_JUSTIFIED = "not_justified"


tag_for(
    Finding,
    {
        Finding.JUSTIFIED: ("done", _("Justified")),
        Finding.TOO_MUCH: ("due", _("More was opened than needed")),
        Finding.NOT_JUSTIFIED: ("late", _("Not justified")),
    },
)


class Standing(StrEnum):
    """Where an emergency stands for the one who looks at it."""

    OPEN = "open"
    OVER = "over"


tag_for(Standing, {Standing.OPEN: ("late", _("Open now")), Standing.OVER: ("done", _("Over"))})
