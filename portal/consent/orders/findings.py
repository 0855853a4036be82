"""What a court has to have found for each kind of order, and what of it an order lacks (2.61-2.67; R83)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _


class CourtFinding(StrEnum):
    """What an order can record. Names are the order's own words in short."""

    SERIOUS_CRIME = "serious_crime"
    SUBSTANTIAL_VALUE = "substantial_value"
    NO_OTHER_WAY = "no_other_way"
    PUBLIC_INTEREST = "public_interest"
    INDEPENDENT_COUNSEL = "independent_counsel"
    BELIEF_OF_CRIME = "belief_of_crime"


FINDING_WORDS: Final = {
    CourtFinding.NO_OTHER_WAY: _("There is no other effective way to get the information"),
    CourtFinding.PUBLIC_INTEREST: _("The public interest outweighs the harm to the patient and to treatment"),
    CourtFinding.SERIOUS_CRIME: _("The crime is extremely serious"),
    CourtFinding.SUBSTANTIAL_VALUE: _("The records are likely to be of substantial value"),
    CourtFinding.INDEPENDENT_COUNSEL: _("The one who holds the records had a lawyer of its own"),
    CourtFinding.BELIEF_OF_CRIME: _("There is reason to believe that the program’s staff commit a crime"),
}

GOOD_CAUSE: Final = (CourtFinding.NO_OTHER_WAY, CourtFinding.PUBLIC_INTEREST)
REQUIRED: Final[dict[str, tuple[CourtFinding, ...]]] = {
    "2.64": GOOD_CAUSE,
    "2.65": (
        CourtFinding.SERIOUS_CRIME,
        CourtFinding.SUBSTANTIAL_VALUE,
        *GOOD_CAUSE,
        CourtFinding.INDEPENDENT_COUNSEL,
    ),
    "2.66": GOOD_CAUSE,
    "2.67": (CourtFinding.BELIEF_OF_CRIME, *GOOD_CAUSE),
}
"""By section. Section 2.65 asks for independent counsel where law enforcement applies, which it nearly always does."""

SECTION_WORDS: Final = {
    "2.64": _("2.64: for a purpose that is not criminal"),
    "2.65": _("2.65: to investigate or prosecute the patient"),
    "2.66": _("2.66: to investigate or prosecute the program"),
    "2.67": _("2.67: an undercover agent in the program"),
}
GROUND_WORDS: Final = {
    "threat_to_life": _("There is a threat to life, or of serious injury"),
    "extremely_serious_crime": _("It is about an extremely serious crime"),
    "opened_by_patient": _("The patient spoke of it in the proceeding first"),
}


def missing_findings(section: str, made: Collection[str]) -> tuple[CourtFinding, ...]:
    """What the section asks for and the order does not record."""
    return tuple(one for one in REQUIRED[section] if one not in made)
