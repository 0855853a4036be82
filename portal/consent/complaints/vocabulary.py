"""Who complains, and about what."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _


class ComplaintAbout(StrEnum):
    TOLD = "told"
    NOT_GIVEN = "not_given"
    SECURITY = "security"
    PUNISHED = "punished"
    OTHER = "other"


ABOUT_LABELS: Final = {
    ComplaintAbout.TOLD: _("Something was told that should not have been"),
    ComplaintAbout.NOT_GIVEN: _("A right was not given, such as a copy or a list"),
    ComplaintAbout.SECURITY: _("Records were not kept safe"),
    ComplaintAbout.PUNISHED: _("Somebody was treated worse for asking or complaining"),
    ComplaintAbout.OTHER: _("Something else"),
}


class MadeBy(StrEnum):
    PARTICIPANT = "participant"
    REPRESENTATIVE = "representative"
    OTHER = "other"


MADE_BY_LABELS: Final = {
    MadeBy.PARTICIPANT: _("The participant"),
    MadeBy.REPRESENTATIVE: _("Somebody who acts for the participant"),
    MadeBy.OTHER: _("Somebody else"),
}
