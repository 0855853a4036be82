"""What an accounting tells of each disclosure, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _


class RequestKind(StrEnum):
    """What somebody asks for: all disclosures (2.25), or those through an intermediary only (2.24)."""

    ACCOUNTING = "accounting"
    INTERMEDIARY = "intermediary"


REQUEST_LABELS: Final = {
    RequestKind.ACCOUNTING: _("A list of who was told what"),
    RequestKind.INTERMEDIARY: _("A list of who was told through a go-between"),
}

BASIS_WORDS: Final = {
    "part2_general": _("Consent"),
    "part2_tpo": _("Consent for treatment, payment and operations"),
    "part2_cj": _("Consent for the court"),
    "part2_counseling_notes": _("Consent for counseling notes"),
    "part2_legal_proceeding": _("Consent for one proceeding"),
    "general_release": _("General release"),
    "hipaa": _("Treatment, payment or operations, as health law allows"),
    "court_order": _("A court order"),
    "emergency": _("A medical emergency"),
    "audit": _("An audit of the program"),
    "research": _("A study that the law allows"),
    "child_abuse_report": _("A report of suspected child abuse or neglect"),
    "crime_on_premises": _("A crime at the program or against its staff"),
    "vital_statistics": _("An inquiry into a cause of death"),
}
"""On what ground something was told, by the kind of instrument; for the officer and for the patient."""

CONSENT_KINDS: Final = frozenset(
    {"part2_general", "part2_tpo", "part2_cj", "part2_counseling_notes", "part2_legal_proceeding", "general_release"}
)

CONSENT_YEARS: Final = 3
"""2.25(a), R171."""
OTHER_YEARS: Final = 6
"""164.528(a)(1), R173."""
ORAL_DAYS: Final = 30
"""164.528(a)(2)(ii), R174."""
FREE_MONTHS: Final = 12
"""164.528(c)(2)."""
