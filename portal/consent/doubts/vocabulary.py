"""The doubts of the consent rules (section 16), and the readings that a site may choose between."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from portal.gate.vocabulary import STATE_LABELS


class Doubt(StrEnum):
    """A question that the law leaves open. The number is that of the consent rules; labels are R36."""

    D1 = "contested-hearing"
    D2 = "early-revocation"
    D3 = "last-day"
    D4 = "court-as-program"
    D5 = "justice-staff-not-named"
    D6 = "counseling-notes-emergency"
    D7 = "spoken-revocation"
    D8 = "restriction-and-court"
    D9 = "consent-after-death"
    D10 = "older-forms"
    D11 = "court-team"
    D12 = "portal-role"
    D13 = "joint-tests"
    D14 = "accounting"
    D16 = "parent-revokes"
    HIV = "label-hiv"
    PSY = "label-psy"
    DV = "label-dv"
    GEN = "label-gen"


class Reading(StrEnum):
    """How a doubt is read here: the strict way holds until somebody decides otherwise."""

    STRICT = "strict"
    OTHER = "other"


OFFERED: Final = frozenset({Doubt.D3, Doubt.D5, Doubt.D9, Doubt.D11, Doubt.HIV, Doubt.PSY, Doubt.DV, Doubt.GEN})
"""The doubts with a second reading that the portal can follow; of the others it knows the strict one only."""

LABEL_OF: Final = {Doubt[label.name]: label for label in STATE_LABELS}
"""Which state-law label a doubt is about."""

SHORTEST_REASON: Final = 20
LONGEST_REASON: Final = 400
