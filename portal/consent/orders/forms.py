"""An order of a court as it is read, and that the court took it back."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.consent.orders.findings import FINDING_WORDS, GROUND_WORDS, SECTION_WORDS
from portal.consent.words import CATEGORY_WORDS
from portal.gate.vocabulary import Category
from portal.web.date_fields import RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm


def told() -> list[Any]:
    words = {**CATEGORY_WORDS, Category.HIV: _("HIV care"), Category.COUNSELING_NOTE: _("Counseling notes, by name")}
    return [SelectChoice(str(one), said) for one, said in words.items()]


class OrderForm(PortalForm):
    section = RadioField(
        _("Under which section of 42 CFR Part 2?"),
        choices=[SelectChoice(one, words) for one, words in SECTION_WORDS.items()],
        validators=[InputRequired(_("Choose the section under which the court decided."))],
    )
    court = StringField(
        _("Which court"), validators=[InputRequired(_("Write the name of the court.")), Length(max=200)]
    )
    number = StringField(_("Number of the order"), validators=[Optional(), Length(max=60)])
    issued_at = RememberedDateField(_("Day of the order"), validators=[InputRequired(_("Enter the day of the order."))])
    expires_at = DateField(_("Ends on"), validators=[Optional()])
    findings = CheckboxesField(
        _("What the court found"), choices=[SelectChoice(str(one), words) for one, words in FINDING_WORDS.items()]
    )
    notice = BooleanField(_("The patient and the one who holds the records had notice and could answer"))
    recipient_agencies = CheckboxesField(_("Who may be told"))
    categories = CheckboxesField(_("What may be told"), choices=told)
    ground = RadioField(
        _("Does it reach notes and assessments?"),
        choices=[SelectChoice("", _("No")), *(SelectChoice(one, words) for one, words in GROUND_WORDS.items())],
        default="",
        validators=[Optional()],
    )
    deficient = BooleanField(_("Keep it as it is. I know that it opens nothing."))


class VacateForm(PortalForm):
    vacated_at = RememberedDateField(
        _("When did the court take it back?"), validators=[InputRequired(_("Enter the day."))]
    )
