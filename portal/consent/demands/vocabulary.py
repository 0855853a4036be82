"""The papers by which somebody wants records."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _


class DemandKind(StrEnum):
    SUBPOENA = "subpoena"
    WARRANT = "warrant"
    DISCOVERY = "discovery"
    REQUEST = "request"
    CALL = "call"


DEMAND_LABELS: Final = {
    DemandKind.SUBPOENA: _("Subpoena"),
    DemandKind.WARRANT: _("Warrant"),
    DemandKind.DISCOVERY: _("Demand in a lawsuit"),
    DemandKind.REQUEST: _("Letter that asks for records"),
    DemandKind.CALL: _("Call or visit"),
}
