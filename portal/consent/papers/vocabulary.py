"""How a paper was signed, and how its copy was given."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _


class Method(StrEnum):
    TYPED = "typed"
    DRAWN = "drawn"
    PAPER = "paper"


class CopyWay(StrEnum):
    PRINTED = "printed"
    MAILED = "mailed"
    ELECTRONIC = "electronic"
    DECLINED = "declined"


METHOD_LABELS: dict[Method, Any] = {
    Method.TYPED: _("typed on this device"),
    Method.DRAWN: _("drawn on this device"),
    Method.PAPER: _("on paper"),
}
COPY_LABELS: dict[CopyWay, Any] = {
    CopyWay.PRINTED: _("Printed, by hand"),
    CopyWay.MAILED: _("By mail"),
    CopyWay.ELECTRONIC: _("As a file, as the participant asked"),
    CopyWay.DECLINED: _("Offered; the participant did not want one"),
}
