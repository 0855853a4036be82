"""Forms of the accounting: a period, a request, a suspension."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.consent.accounting.vocabulary import REQUEST_LABELS, RequestKind
from portal.consent.registers.forms import MatterForm, today
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm


class AccountingRequestForm(MatterForm):
    kind = RadioField(
        _("What the person asks for"),
        choices=[SelectChoice(str(one), label) for one, label in REQUEST_LABELS.items()],
        default=str(RequestKind.ACCOUNTING),
        validators=[InputRequired(_("Choose what the person asks for."))],
    )
    written = BooleanField(_("It was asked for in writing"))
    from_on = DateField(_("From"), validators=[Optional()])
    to_on = DateField(
        _("Through"), description=_("Leave both days empty for all that the law covers."), validators=[Optional()]
    )
    words = TextAreaField(_("How the person asked"))


class DaysForm(FlaskForm):
    """The days of a list, in the address; either may stay empty."""

    class Meta:
        csrf = False

    from_on = DateField(_("From"), validators=[Optional(), NotAhead(today)])
    to_on = DateField(_("Through"), validators=[Optional()])

    def validate_to_on(self, field: DateField) -> None:
        if self.from_on.data and field.data and field.data < self.from_on.data:
            raise ValidationError(gettext("Enter a last day that is not before the first one."))


class SuspensionForm(PortalForm):
    agency = SelectField(_("Which agency asks"), validators=[InputRequired(_("Choose the agency that asks."))])
    official = StringField(
        _("Who asked, name and post"),
        validators=[InputRequired(_("Write down who asked: name and post.")), Length(max=200)],
    )
    form = RadioField(
        _("How they asked"),
        choices=[
            SelectChoice("written", _("In writing")),
            SelectChoice("spoken", _("By word of mouth. It holds for 30 days at most.")),
        ],
        default="written",
        validators=[InputRequired(_("Choose how they asked."))],
    )
    stated_on = RememberedDateField(_("Asked on"), validators=[InputRequired(_("Enter the day they asked."))])
    through_on = DateField(
        _("Through"),
        description=_("The last day that the statement names. By word of mouth you may leave it empty."),
        validators=[Optional()],
    )
    words = TextAreaField(_("What they said an accounting would harm"))
