"""Forms of admission, discharge and level of care."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.treatment.admissions.vocabulary import LEVELS, DischargeStatus, Edition, Level
from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm

REASON = [Length(max=400)]


def level_choices() -> list[SelectChoice]:
    """Every level of both editions, as edition~level: the same figure means different things in the two."""
    return [
        SelectChoice(f"{edition}~{level}", level.label, optgroup=edition.label)
        for edition, levels in LEVELS.items()
        for level in levels
    ]


def level_of(choice: str | None) -> tuple[Level | None, Edition]:
    """The level and the edition of a choice; no level for nothing chosen."""
    if not choice:
        return None, Edition.THIRD
    edition, _mark, level = choice.partition("~")
    return Level(level), Edition(edition)


class AdmitForm(PortalForm):
    admitted_on = RememberedDateField(_("Admitted on"), validators=[InputRequired(_("Enter the day of admission."))])
    level = SelectField(_("Level of care"), validators=[Optional()])
    reason = TextAreaField(_("Why this level"), validators=[*REASON, Optional()])


class DischargeForm(PortalForm):
    discharged_on = RememberedDateField(_("Last day"), validators=[InputRequired(_("Enter the last day."))])
    status = RadioField(
        _("How treatment ended"),
        choices=lambda: [SelectChoice(str(one), one.label) for one in DischargeStatus],
        validators=[InputRequired(_("Choose how treatment ended."))],
    )


class LevelForm(PortalForm):
    level = SelectField(_("Level of care"), validators=[InputRequired(_("Choose a level."))])
    starts_on = RememberedDateField(_("From"), validators=[InputRequired(_("Enter the first day at this level."))])
    reason = TextAreaField(_("Why"), validators=[*REASON, Optional()])
