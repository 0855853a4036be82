"""The form of the case-management section."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from portal.casework.needs.vocabulary import REPORTED, Area
from portal.casework.report_sections.vocabulary import Change
from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.forms import PortalForm


def changes() -> list[tuple[str, str]]:
    return [(change.value, change.label) for change in Change]


def change_field(label: object) -> RadioField:
    return RadioField(label, choices=changes, default=Change.NOT_SAID.value)


class CaseworkSectionForm(PortalForm):
    """How each area of life has moved since the last report, and one line for the court."""

    housing = change_field(_("Housing"))
    work = change_field(_("Work"))
    school = change_field(_("School"))
    family = change_field(_("Family"))
    health = change_field(_("Health"))
    line = TextAreaField(_("Line for the court"), validators=[Length(max=LINE, message=TOO_LONG)])

    def changes(self) -> dict[Area, Change]:
        """The areas as the command wants them."""
        return {area: Change(self[area.value].data) for area in REPORTED}
