"""Forms of the patient notice: a new version, and that it was given."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.consent.patient_notice.vocabulary import ACKNOWLEDGED_LABELS, METHOD_LABELS, Acknowledged, NoticeMethod
from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm

NEEDED = _("The law wants it in the notice. Fill it in.")


class NoticeForm(PortalForm):
    effective_on = DateField(_("In effect from"), validators=[InputRequired(_("Enter the first day."))])
    contact = StringField(_("Whom people ask: name or title"), validators=[InputRequired(NEEDED), Length(max=200)])
    phone = StringField(_("Telephone"), validators=[InputRequired(NEEDED), Length(max=60)])
    email = StringField(_("E-mail"), validators=[InputRequired(NEEDED), Length(max=200)])


class GivenForm(PortalForm):
    number = SelectField(_("Version"), validators=[InputRequired(_("Choose a version of your program’s notice."))])
    given_on = RememberedDateField(_("Given on"), validators=[InputRequired(_("Enter the day it was given."))])
    method = RadioField(
        _("How"),
        choices=[SelectChoice(str(one), label) for one, label in METHOD_LABELS.items()],
        default=str(NoticeMethod.PAPER),
        validators=[InputRequired(_("Choose how it was given."))],
    )
    language = StringField(_("Language"), default="English", validators=[Length(max=40), Optional()])
    acknowledged = RadioField(
        _("What the person did"),
        choices=[SelectChoice(str(one), label) for one, label in ACKNOWLEDGED_LABELS.items()],
        default=str(Acknowledged.SIGNED),
        validators=[InputRequired(_("Choose what the person did."))],
    )
    words = TextAreaField(_("Anything to add"), validators=[Length(max=400), Optional()])
