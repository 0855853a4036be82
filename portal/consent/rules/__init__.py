"""The law as rules: one pure function from facts and a moment to a decision.

Read `order.py` beside section 1 of the consent rules: it lists the steps S1-S12 in their order. Each step lives in the
module of its rule family, and every function names its rules. Nothing here reads a database, a clock or a setting:
facts come in, a decision goes out.
"""

from __future__ import annotations

from portal.consent.rules.codes import Defect, Effect, Obligation, Reason
from portal.consent.rules.consents import first_failure
from portal.consent.rules.decision import Decision
from portal.consent.rules.facts import Facts
from portal.consent.rules.form import form_defects
from portal.consent.rules.obligations import unless_unmet
from portal.consent.rules.order import decide, walk

__all__ = [
    "Decision",
    "Defect",
    "Effect",
    "Facts",
    "Obligation",
    "Reason",
    "decide",
    "first_failure",
    "form_defects",
    "unless_unmet",
    "walk",
]
