"""What each role may see by a version of a team agreement, and how two versions differ. Pure but for the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _

from portal.consent.register import register
from portal.consent.words import CATEGORY_WORDS
from portal.gate.vocabulary import Category, RoleName

Lines = Mapping[str, Mapping[str, int]]
"""By matrix (cross_agency, team) and role the categories, as a mask."""

ACROSS: Final = "cross_agency"
TEAM: Final = "team"

MATRIX_WORDS: Final = {
    ACROSS: _("From treatment, as far as a consent lets it be told"),
    TEAM: _("From the court and its team"),
}

TEAM_WORDS: Final[dict[Category, Any]] = {
    Category.LEGAL_FILE: _("Case file"),
    Category.HEARING: _("Hearings"),
    Category.ORDER: _("Orders of the court"),
    Category.COURT_EVENT: _("What happened in court"),
    Category.RESPONSE: _("Incentives and service adjustments"),
    Category.SANCTION: _("Sanctions"),
    Category.PHASE_STATUS: _("Phase"),
    Category.OBLIGATION: _("Obligations"),
    Category.DRUG_TEST: _("Tests by officers and collectors"),
    Category.TEST_DETAIL: _("How a test was taken"),
    Category.SUPERVISION_CONTACT: _("Contacts with the officer"),
    Category.SUPERVISION_NOTE: _("The officer's notes"),
    Category.CASE_NOTE: _("The case manager's notes"),
    Category.NEED_GOAL: _("Needs and goals"),
    Category.REFERRAL: _("Referrals"),
    Category.CRISIS_PLAN: _("Crisis plan"),
    Category.ADVOCACY: _("Advocacy"),
    Category.WHEREABOUTS: _("Whereabouts"),
    Category.STAFFING_REPORT: _("Team's summary"),
    Category.FEE: _("Fees"),
    Category.REQUEST: _("Requests"),
    Category.INCIDENT: _("Incidents"),
}
"""What a team agrees on. What is not here (being on the list at all, names, messages) stays as the product has it."""

WORDS: Final = {ACROSS: CATEGORY_WORDS, TEAM: TEAM_WORDS}

ROLES: Final = {
    ACROSS: (
        RoleName.JUDGE,
        RoleName.COURT_COORDINATOR,
        RoleName.COURT_CLERK,
        RoleName.PROSECUTOR,
        RoleName.DEFENSE_COUNSEL,
        RoleName.PROBATION_OFFICER,
        RoleName.CASE_MANAGER,
        RoleName.DIVERSION_COORDINATOR,
        RoleName.LAW_ENFORCEMENT,
    ),
    TEAM: (
        RoleName.JUDGE,
        RoleName.COURT_COORDINATOR,
        RoleName.COURT_CLERK,
        RoleName.PROSECUTOR,
        RoleName.DEFENSE_COUNSEL,
        RoleName.PROBATION_OFFICER,
        RoleName.COLLECTOR,
        RoleName.CASE_MANAGER,
        RoleName.DIVERSION_COORDINATOR,
        RoleName.CLINICIAN,
        RoleName.TREATMENT_SUPERVISOR,
        RoleName.LAW_ENFORCEMENT,
    ),
}
"""Whom a team agrees about. Judicial staff act under the judge; what clinicians need of each other is the law's."""


def product_lines() -> dict[str, dict[str, int]]:
    """What holds where no agreement does."""
    return {ACROSS: dict(register().cross_agency), TEAM: dict(register().team)}


def whole(lines: Lines) -> dict[str, dict[str, int]]:
    """A matrix that a version does not speak of is the product's."""
    return {**product_lines(), **{matrix: dict(roles) for matrix, roles in lines.items()}}


def changed(now: Lines, chosen: Mapping[tuple[str, str], int]) -> dict[str, dict[str, tuple[Category, ...]]]:
    """The lines of a new version: what was chosen for a role, beside what nobody is asked about, which stays."""
    found: dict[str, dict[str, tuple[Category, ...]]] = {}
    for matrix, roles in whole(now).items():
        asked = Category.mask(WORDS[matrix])
        masks = dict(roles)
        for role in ROLES[matrix]:
            if (matrix, role) in chosen:
                masks[role] = masks.get(role, 0) & ~asked | chosen[matrix, role] & asked
        found[matrix] = {role: members(mask) for role, mask in masks.items()}
    return found


def members(mask: int) -> tuple[Category, ...]:
    return tuple(one for one in Category if one.bit & mask)


@dataclass(frozen=True, slots=True)
class Difference:
    """One role in two versions: what each has, in words, and what the later one adds or takes away."""

    role: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    widened: tuple[str, ...]
    narrowed: tuple[str, ...]


def compared(before: Lines, after: Lines) -> dict[str, list[Difference]]:
    """By matrix the roles of a team, as two versions have them."""
    old, new = whole(before), whole(after)
    return {
        matrix: [differing(matrix, role, old[matrix].get(role, 0), new[matrix].get(role, 0)) for role in ROLES[matrix]]
        for matrix in (ACROSS, TEAM)
    }


def differing(matrix: str, role: str, before: int, after: int) -> Difference:
    return Difference(
        role,
        words_of(matrix, before),
        words_of(matrix, after),
        words_of(matrix, after & ~before),
        words_of(matrix, before & ~after),
    )


def words_of(matrix: str, mask: int) -> tuple[str, ...]:
    return tuple(str(words) for one, words in WORDS[matrix].items() if one.bit & mask)
