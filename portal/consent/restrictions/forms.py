"""A promise to tell less than consents allow, and its end (2.26)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from portal.consent.instruments.forms import category_choices
from portal.consent.rules.terms import RestrictionReach
from portal.web.forms import CheckboxesField, PortalForm

BY_PATIENT, BY_PROGRAM = "patient", "program"


class RestrictionForm(PortalForm):
    categories = CheckboxesField(_("What is not told"), choices=category_choices)
    recipients = CheckboxesField(_("Who is not told"))
    reach = RadioField(
        _("For which use?"),
        choices=[
            SelectChoice(str(RestrictionReach.TPO), _("Treatment, payment and running programs")),
            SelectChoice(str(RestrictionReach.ALL), _("Every use, reports to the court too")),
        ],
        default=str(RestrictionReach.TPO),
        validators=[InputRequired(_("Say for which use."))],
    )
    stops_court = BooleanField(_("I know that this also stops reports to the court"))
    paid_in_full = BooleanField(_("The patient paid in full, and asks not to tell a health plan"))


class EndForm(PortalForm):
    by = RadioField(
        _("Who ends it?"),
        choices=[SelectChoice(BY_PATIENT, _("The patient")), SelectChoice(BY_PROGRAM, _("The program alone"))],
        validators=[InputRequired(_("Say who ends it."))],
    )
    told = BooleanField(_("The patient was told that it ends"))
