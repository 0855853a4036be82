"""One form for each page of the guided form. What may be combined is said by `combining`, in plain words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectChoice, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.consent.guided.vocabulary import CATEGORY_HINTS, KIND_LABELS
from portal.consent.register import TECHNICAL
from portal.consent.words import CATEGORY_WORDS, PURPOSE_WORDS
from portal.gate.vocabulary import Purpose, RoleName
from portal.web.forms import CheckboxesField, PortalForm

MORE = "more"
"""The button that adds one more and stays on the page."""

SAYS_ITSELF = {Purpose.PATIENT_REQUEST: _("I ask for it myself, and give no other reason")}


class OpenCheckboxes(CheckboxesField):
    """Boxes whose values the rules judge, so that a wrong one is answered in words that help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validate_choice=False, **kwargs)


class KindForm(PortalForm):
    kind = RadioField(
        _("Kind of form"),
        choices=[SelectChoice(str(kind), words[0]) for kind, words in KIND_LABELS.items()],
        validators=[InputRequired(_("Choose the kind of form."))],
    )


class TellsForm(PortalForm):
    disclosers = CheckboxesField(_("Who may tell"))


class ToldForm(PortalForm):
    agencies = CheckboxesField(_("Agencies"))
    kept = CheckboxesField(_("Posts and people so far"))
    classes = OpenCheckboxes(_("Groups"))
    post_agency = SelectField(_("A post at"), validators=[Optional()], default="")
    post_role = SelectField(
        _("Which post"),
        choices=[
            SelectChoice("", _("Choose a post")),
            *(
                SelectChoice(str(role), words)
                for role, words in ROLE_LABELS.items()
                if role not in TECHNICAL and role != RoleName.PARTICIPANT
            ),
        ],
        validators=[Optional()],
        default="",
    )
    person = SelectField(_("A person"), validators=[Optional()], default="")
    go_between = StringField(_("A go-between that passes it on"), validators=[Optional(), Length(max=200)])
    members = CheckboxesField(_("Members whom it may tell"))
    treating = CheckboxesField(
        _("Or a group of its members"), choices=[SelectChoice("yes", _("Its members who treat the participant"))]
    )
    more = SubmitField(_("Add another post or person"))


def category_choices() -> list[Any]:
    return [SelectChoice(str(one), words) for one, words in CATEGORY_WORDS.items()]


class WhatForm(PortalForm):
    categories = OpenCheckboxes(_("What may be told"), choices=category_choices)
    record_from = DateField(_("Only from this day on"), validators=[Optional()])
    record_to = DateField(_("Only through this day"), validators=[Optional()])


def category_hints() -> dict[str, Any]:
    return {str(one): words for one, words in CATEGORY_HINTS.items()}


class LabelsForm(PortalForm):
    """Each state-law label is a question of its own; the fields are made for those that the site asks for."""


def yes_or_no(words: Any) -> RadioField:
    return RadioField(
        words,
        choices=[SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))],
        validators=[InputRequired(_("Choose yes or no."))],
    )


def purpose_word(purpose: Purpose) -> Any:
    return SAYS_ITSELF.get(purpose) or PURPOSE_WORDS[purpose]


class PurposeForm(PortalForm):
    purposes = OpenCheckboxes(_("What for"))


class CaseForm(PortalForm):
    legal_case = SelectField(_("Case"), validators=[InputRequired(_("Choose the case."))])
    duration_text = StringField(_("How long it stays in force, and why that long"), validators=[Length(max=280)])
    decision = StringField(_("What the court decides at the end"), validators=[Length(max=280)])
    revocable = RadioField(
        _("From when on can it be taken back?"),
        choices=[
            SelectChoice("at_end", _("When the case ends")),
            SelectChoice("on_day", _("From a day, before the case ends")),
        ],
        validators=[InputRequired(_("Say from when on it can be taken back."))],
    )
    revocable_on = DateField(_("From this day on"), validators=[Optional()])


class ProceedingForm(PortalForm):
    court = StringField(_("Court or board"), validators=[Length(max=200)])
    number = StringField(_("Number of the case"), validators=[Length(max=60)])


class WhenChosen(Optional):
    """Asked for with one of the choices above it, which `combining` sees to: so it is never called optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, Any] = {}


class UntilForm(PortalForm):
    expiry = RadioField(_("Until when"), validators=[InputRequired(_("Say when it ends."))], validate_choice=False)
    expires_on = DateField(_("Last day"), validators=[WhenChosen()])
    event = StringField(_("What happens then"), validators=[WhenChosen(), Length(max=200)])
    recorder = SelectField(_("Who writes down that it has happened"), validators=[WhenChosen()], default="")
    review_on = DateField(_("At the latest, it ends after this day"), validators=[WhenChosen()])


class DraftForm(PortalForm):
    """A button: make the form, or throw it away."""
