"""A version of a team agreement: for each role what it may see, and who signs. And the end of a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectChoice
from wtforms.validators import InputRequired

from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.consent.team_agreements.matrices import ROLES, WORDS, Lines, whole
from portal.gate.vocabulary import Category, RoleName
from portal.web.forms import CheckboxesField, PortalForm


class VersionForm(PortalForm):
    parties = CheckboxesField(_("Who signs"))
    starts_on = DateField(_("Holds from"), validators=[InputRequired(_("Enter the day from which it holds."))])


class EndForm(PortalForm):
    ends_at = DateField(_("Last day"), validators=[InputRequired(_("Enter the last day."))])


def field_name(matrix: str, role: str) -> str:
    return f"{matrix}-{role}"


def form_of(now: Lines, **values: Any) -> VersionForm:
    """A form with one field for each role of each matrix, filled with what holds now."""
    fields: dict[str, Any] = {}
    for matrix, roles in ROLES.items():
        choices = [SelectChoice(str(one), words) for one, words in WORDS[matrix].items()]
        for role in roles:
            fields[field_name(matrix, role)] = CheckboxesField(ROLE_LABELS[RoleName(role)], choices=choices)
    form: VersionForm = type("FilledVersionForm", (VersionForm,), fields)(data=values | standing(now))
    return form


def standing(now: Lines) -> dict[str, list[str]]:
    masks = whole(now)
    return {
        field_name(matrix, role): [str(one) for one in WORDS[matrix] if one.bit & masks[matrix].get(role, 0)]
        for matrix, roles in ROLES.items()
        for role in roles
    }


def chosen_in(form: VersionForm) -> Mapping[tuple[str, str], int]:
    return {
        (matrix, role): Category.mask(form[field_name(matrix, role)].data or ())
        for matrix, roles in ROLES.items()
        for role in roles
    }
