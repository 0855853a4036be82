"""What every form has: a hidden key so that it acts once, a version so that two editors meet, and kept input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from flask import g, redirect, render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.db import unit_of_work
from portal.extensions import db
from portal.ids import NIL, new_token
from portal.web.components import ConflictLine
from portal.web.plain_words import plain_words
from portal.web.refusals import refused_by
from portal.web.refused import EditedMeanwhile, Refused
from portal.web.submissions import earlier_result, remember_result

YEARS: Final = range(1900, 3000)
"""As `RememberedDateField` takes them."""


class CheckboxesField(SelectMultipleField):
    """Several of several, each with a box; the component `checkboxes` draws it."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PortalForm(FlaskForm):
    """The base of all forms. What WTForms says itself is said in the portal's words (`plain_words`)."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return plain_words

    form_key = HiddenField(default=new_token, validators=[Length(max=64)])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Also that a day is one that people mean: the browser's calendar takes any year."""
        well = super().validate(extra_validators)
        for field in self:
            if isinstance(field.data, date) and not field.errors and field.data.year not in YEARS:
                field.errors = [gettext("Check the year. Enter one between 1900 and 2999.")]
                well = False
        return bool(well)

    def refuse(self, refused: Refused) -> None:
        """Put a service's refusal at the field it names, so that the page shows it where it is mended."""
        field = self._fields.get(refused.field)
        if field is None:
            self.form_errors.append(refused.message)
        else:
            field.errors = [*field.errors, refused.message]


def answer_repeat() -> Response | None:
    """A form that has acted already gets the answer of the first time, before anybody looks whether it still fits."""
    key = request.form.get("form_key", "") if request.method == "POST" else ""
    if not key or not g.get("principal"):
        return None
    first = earlier_result(g.read_session, key[:64], g.principal.appointment_id)
    return see_other(first) if first is not None else None


def submit(form: PortalForm, act: Callable[[Session], str], again: Callable[[], Any]) -> Any:
    """Run a form: validate, act in one unit of work, redirect; on a refusal show the page again with what was typed.

    `act(session)` does the change and returns the address to go to; it may raise Refused or EditedMeanwhile.
    `again()` renders the page with the form; the answer is then 422.
    """
    if not form.validate_on_submit():
        return again(), 422
    appointment = g.principal.appointment_id if g.get("principal") else NIL
    key = form.form_key.data or new_token()
    try:
        with unit_of_work() as session:
            result = earlier_result(session, key, appointment)
            if result is None:
                result = act(session)
                remember_result(session, key, appointment, result)
    except IntegrityError as error:
        first = earlier_result(db.session(), key, appointment)
        if first is not None:
            return see_other(first)
        refused = refused_by(error)
        if refused is None:
            raise
        form.refuse(refused)
        return again(), 422
    except Refused as refused:
        form.refuse(refused)
        return again(), 422
    except EditedMeanwhile as edited:
        return conflict_page(form, edited), 409
    return see_other(result)


def conflict_page(form: PortalForm, edited: EditedMeanwhile) -> str:
    """Both texts side by side; what was typed travels along, with the version that is saved now."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "version")]
    return render_template(
        "errors/409.html",
        lines=[ConflictLine(*line) for line in edited.lines],
        saved_by=edited.saved_by,
        saved_when=edited.saved_when,
        action=request.full_path.rstrip("?"),
        hidden=[*typed, ("version", edited.version)],
        form=form,
    )


def see_other(address: str) -> Response:
    """Redirect after a post."""
    return redirect(address, code=303)


__all__ = ["CheckboxesField", "EditedMeanwhile", "PortalForm", "Refused", "see_other", "submit"]
