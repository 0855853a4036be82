"""The decision order, to be read beside section 1 of the consent rules."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from portal.consent.rules.actor import actor_inactive, agency_not_participating, hosting_ended, technical_role
from portal.consent.rules.codes import Reason
from portal.consent.rules.consents import consents
from portal.consent.rules.counseling import counseling_notes
from portal.consent.rules.decision import Decision, deny
from portal.consent.rules.exceptions import claimed_exception
from portal.consent.rules.facts import Facts
from portal.consent.rules.internal import inside_the_program, retained_copy
from portal.consent.rules.legal import legal_use
from portal.consent.rules.redisclosure import redisclosure
from portal.consent.rules.regimes import criminal_justice_record, hipaa_record, patient
from portal.consent.rules.terms import Action, Category, Regime

log = logging.getLogger(__name__)

Step = Callable[[Facts, datetime], Decision | None]

STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("S1", actor_inactive),
    ("S2", agency_not_participating),
    ("S3", technical_role),
    ("S4", hosting_ended),
    ("S5", patient),
    ("S5", criminal_justice_record),
    ("S5", hipaa_record),
    ("S6", counseling_notes),
    ("S7", legal_use),
    ("S8", redisclosure),
    ("S9", retained_copy),
    ("S10", inside_the_program),
    ("S11", claimed_exception),
    ("S12", consents),
)
"""Each step decides, or passes the question on with None. The last one always decides."""


def decide(facts: Facts, at: datetime) -> Decision:
    """May this record be given, at this moment, on these facts?

    R181: any error in any rule, and any fact that is missing or not understood, is a denial with the reason ERROR.
    """
    try:
        return walk(facts, at)
    except Exception:
        log.exception("A consent decision failed and denies")
        return deny(Reason.ERROR)


def walk(facts: Facts, at: datetime) -> Decision:
    """The same, but an error comes out as it is: for replaying a decision, never for answering a request."""
    must_be_understood(facts, at)
    for _, step in STEPS:
        decision = step(facts, at)
        if decision is not None:
            return decision
    raise AssertionError("no step decided")


def must_be_understood(facts: Facts, at: datetime) -> None:
    """R181: an action, category or regime that no rule knows, or a moment without a zone, raises ValueError."""
    Action(facts.request.action)
    Category(facts.record.category)
    Regime(facts.record.regime)
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
