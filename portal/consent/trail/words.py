"""Every kind of record in a word or two."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from portal.consent.words import SHORT_WORDS, sentence
from portal.gate.vocabulary import Category

FURTHER: dict[Category, Any] = {
    Category.COUNSELING_NOTE: _("counseling notes"),
    Category.PSYCHOTHERAPY_NOTE: _("psychotherapy notes"),
    Category.COURT_EVENT: _("court events"),
    Category.SANCTION: _("sanctions"),
    Category.SUPERVISION_NOTE: _("supervision notes"),
    Category.CASE_NOTE: _("case notes"),
    Category.CRIMINAL_HISTORY: _("criminal history"),
    Category.PRIVILEGED_DEFENSE: _("defense file"),
    Category.PRESENCE: _("name and presence"),
    Category.IDENTITY: _("identity"),
    Category.LEGAL_FILE: _("case"),
    Category.HEARING: _("hearings"),
    Category.ORDER: _("orders"),
    Category.RESPONSE: _("responses"),
    Category.OBLIGATION: _("obligations"),
    Category.PHASE_STATUS: _("phase"),
    Category.SUPERVISION_CONTACT: _("supervision contacts"),
    Category.TEST_DETAIL: _("details of tests"),
    Category.WHEREABOUTS: _("whereabouts"),
    Category.NEED_GOAL: _("needs and goals"),
    Category.REFERRAL: _("referrals"),
    Category.CRISIS_PLAN: _("crisis plan"),
    Category.ADVOCACY: _("advocacy"),
    Category.FEE: _("fees"),
    Category.REQUEST: _("requests"),
    Category.INCIDENT: _("incidents at court"),
    Category.MESSAGE: _("messages"),
    Category.DRAFT: _("drafts"),
    Category.TEAM: _("team"),
}
"""Beside those that a person may agree to share."""

WORDS = SHORT_WORDS | FURTHER


def kinds_sentence(categories: int) -> str:
    """The kinds of a mask of categories as one line, in the order of the vocabulary."""
    return sentence(WORDS[one] for one in Category if one.bit & categories and one in WORDS)
