"""A table of people: for each the day of signing, the end, who signed beside or for the participant, the scan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from portal.consent.paper_entry.services import PaperRow
from portal.web.forms import PortalForm
from portal.web.refused import Refused


class DayField(DateField):
    """A day as the browser's calendar sends it; what is none is said in words that help."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(_("Enter a day, for example 2026-11-18."))) from None


def table_form(people: Iterable[tuple[UUID, str]]) -> Any:
    """The form for these people; their names are in the labels, so that each field says whose it is."""
    fields: dict[str, Any] = {}
    for one, name in people:
        fields[f"signed_on_{one.hex}"] = DayField(_("Signed on, %(name)s", name=name), validators=[Optional()])
        fields[f"ends_on_{one.hex}"] = DayField(_("Holds through, %(name)s", name=name), validators=[Optional()])
        fields[f"other_{one.hex}"] = StringField(
            _("Who else signed, %(name)s", name=name), validators=[Optional(), Length(max=200)]
        )
        fields[f"scan_{one.hex}"] = FileField(_("Scan, %(name)s", name=name))
    return type("PaperTable", (PortalForm,), fields)()


def rows_of(form: Any, people: Iterable[UUID]) -> list[PaperRow]:
    """The rows in which something was entered. Refused at the day of a row that has the rest but not the day."""
    rows = []
    for one in people:
        signed_on, ends_on = form[f"signed_on_{one.hex}"].data, form[f"ends_on_{one.hex}"].data
        given = form[f"scan_{one.hex}"].data
        scan = given.read() if given else b""
        other = " ".join(str(form[f"other_{one.hex}"].data or "").split())
        if signed_on is None and (ends_on or scan or other):
            raise Refused(f"signed_on_{one.hex}", _("Enter the day it was signed."))
        if signed_on is not None:
            rows.append(PaperRow(one, signed_on, ends_on, scan, other))
    if not rows:
        raise Refused("", _("Enter the day of signing for at least one person."))
    return rows
