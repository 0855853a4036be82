"""The forms by which a paper consent is entered, and taken back."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, ConsentKind, RevocationScope
from portal.consent.rules.terms import Signer
from portal.consent.words import CATEGORY_WORDS, PURPOSE_WORDS
from portal.web.date_fields import RememberedDateField
from portal.web.forms import CheckboxesField, PortalForm

BY_WORDS = {
    Signer.PATIENT: _("The participant"),
    Signer.PARENT: _("A parent or guardian"),
    Signer.REPRESENTATIVE: _("A personal representative"),
}


def category_choices() -> list[Any]:
    return [SelectChoice(str(one), words) for one, words in CATEGORY_WORDS.items()]


class ConsentForm(PortalForm):
    """A signed paper, field by field in the order in which it is read."""

    kind = RadioField(
        _("Kind of form"),
        choices=[
            SelectChoice(str(kind), CONSENT_KIND_LABELS[kind])
            for kind in (ConsentKind.GENERAL, ConsentKind.CRIMINAL_JUSTICE)
        ],
        validators=[InputRequired(_("Choose the kind of form."))],
    )
    patient_name = StringField(_("Name on the form"), validators=[Length(max=200)])
    alias = BooleanField(_("It is another name of this person. I made sure of it."))
    discloser = SelectField(_("Who may tell"), validators=[InputRequired(_("Say who may tell."))])
    recipients = CheckboxesField(_("Who may be told"))
    categories = CheckboxesField(_("What"), choices=category_choices)
    purposes = CheckboxesField(
        _("What for"), choices=[SelectChoice(str(one), words) for one, words in PURPOSE_WORDS.items()]
    )
    signed_on = RememberedDateField(_("Signed on"))
    another = BooleanField(_("It is another paper of that day. I looked at the one on file."))
    expires_on = DateField(_("Ends on"), validators=[Optional()])
    legal_case = SelectField(_("Case"), validators=[Optional()], default="")
    duration_text = StringField(_("How long it stays in force, in the form's words"), validators=[Length(max=280)])
    revocable_on = DateField(_("Can be taken back from"), validators=[Optional()])
    scan = FileField(_("Scan of the signed form"))
    signed = BooleanField(_("The participant signed it"))
    says_revocable = BooleanField(_("It says that it can be taken back in writing"))
    says_how = BooleanField(_("It says how to take it back"))


class RevokeForm(PortalForm):
    """What is taken back."""

    scope = RadioField(
        _("How much of it"),
        choices=[
            SelectChoice(str(RevocationScope.ALL), _("All of it")),
            SelectChoice(str(RevocationScope.RECIPIENT), _("Only one of those who may be told")),
            SelectChoice(str(RevocationScope.CATEGORY), _("Only some kinds of information")),
        ],
        default=str(RevocationScope.ALL),
        validators=[InputRequired(_("Say how much is taken back."))],
    )
    recipient = SelectField(_("Who is no longer told"), validators=[Optional()], default="", validate_choice=False)
    categories = CheckboxesField(_("What is no longer told"), validate_choice=False)
    """Which of these can be is said by the service, in words that help: another window may have taken it back."""
    written = RadioField(
        _("How did the participant tell you?"),
        choices=[
            SelectChoice("written", _("In writing, signed")),
            SelectChoice("spoken", _("Spoken. Sharing stops now; ask for it in writing.")),
        ],
        default="written",
        validators=[InputRequired(_("Say how the participant told you."))],
    )
    by = RadioField(
        _("Who takes it back?"),
        choices=[SelectChoice(str(one), words) for one, words in BY_WORDS.items()],
        default=str(Signer.PATIENT),
    )
    stated_on = RememberedDateField(_("The day that was said, or that stands on the paper"), validators=[Optional()])
    shown = HiddenField(default=str(RevocationScope.ALL), validators=[Length(max=400)])
    """Which part the page has shown the effect of: nothing else is taken back."""
    look = SubmitField(_("Show what changes"))
