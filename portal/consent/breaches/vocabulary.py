"""What can go wrong with a record."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _


class BreachKind(StrEnum):
    WRONG_RECIPIENT = "wrong_recipient"
    LOOKED_UP = "looked_up"
    LOST = "lost"
    BROKEN_INTO = "broken_into"
    OTHER = "other"


BREACH_LABELS: Final = {
    BreachKind.WRONG_RECIPIENT: _("Something went to the wrong person or agency"),
    BreachKind.LOOKED_UP: _("Somebody looked without a reason to"),
    BreachKind.LOST: _("A paper or a device was lost or stolen"),
    BreachKind.BROKEN_INTO: _("Somebody broke into an account or a system"),
    BreachKind.OTHER: _("Something else"),
}
