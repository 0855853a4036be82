"""The form by which a demand for records is logged."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.consent.demands.vocabulary import DEMAND_LABELS, DemandKind
from portal.consent.registers.forms import MatterForm


class DemandForm(MatterForm):
    kind = RadioField(
        _("What came"),
        choices=[SelectChoice(str(one), label) for one, label in DEMAND_LABELS.items()],
        default=str(DemandKind.SUBPOENA),
        validators=[InputRequired(_("Choose what came."))],
    )
    issuer = StringField(_("Who sent it"), validators=[InputRequired(_("Write down who sent it.")), Length(max=200)])
    number = StringField(_("Number on it"), validators=[Length(max=60), Optional()])
    named = StringField(
        _("Whom it names"),
        description=_("As it stands there, whether you know the name or not."),
        validators=[InputRequired(_("Write down whom it names, as it stands there.")), Length(max=200)],
    )
    answer_on = DateField(
        _("Answer wanted by"), validators=[InputRequired(_("Enter the last day that the paper names."))]
    )
    words = TextAreaField(_("What it wants"))
