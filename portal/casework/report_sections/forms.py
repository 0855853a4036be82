"""The form of the case-management section."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from portal.casework.needs.vocabulary import REPORTED, Area
from portal.casework.report_sections.vocabulary import LINE, TOO_LONG, Change
from portal.web.forms import PortalForm


def change_field(area: Area) -> RadioField:
    return RadioField(
        area._words,
        choices=[(change.value, change._words) for change in Change],
        default=Change.NOT_SAID.value,
    )


class CaseworkSectionForm(PortalForm):
    """How each area of life has moved since the last report, and one line for the court."""

    housing = change_field(Area.HOUSING)
    work = change_field(Area.WORK)
    school = change_field(Area.SCHOOL)
    family = change_field(Area.FAMILY)
    health = change_field(Area.HEALTH)
    line = TextAreaField(_("Line for the court"), validators=[Length(max=LINE, message=TOO_LONG)])

    def changes(self) -> dict[Area, Change]:
        """The areas as the command wants them."""
        return {area: Change(self[area.value].data) for area in REPORTED}
