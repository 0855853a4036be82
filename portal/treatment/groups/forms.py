"""Forms of services, groups and members."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from portal.treatment.groups.vocabulary import WEEKDAYS, ServiceKind
from portal.web.date_fields import RememberedDateField
from portal.web.forms import PortalForm

MINUTES = [InputRequired(_("Enter the length in minutes.")), NumberRange(1, 720)]


class Checkboxes(SelectMultipleField):
    """Several of a few."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ServiceForm(PortalForm):
    name = StringField(
        _("Name of the service"),
        validators=[InputRequired(_("Enter what the service is called outside the clinic.")), Length(max=80)],
    )
    kind = SelectField(_("Given to"), choices=lambda: [SelectChoice(str(one), one.label) for one in ServiceKind])
    minutes = IntegerField(_("Usual length"), default=60, validators=MINUTES)


class GroupForm(PortalForm):
    name = StringField(_("Name"), validators=[InputRequired(_("Enter a name for the group.")), Length(max=120)])
    service = SelectField(_("Service"), validators=[InputRequired(_("Choose a service."))])
    weekdays = Checkboxes(
        _("Meets on"), choices=lambda: [SelectChoice(str(number), str(word)) for number, word in enumerate(WEEKDAYS)]
    )
    meets_at = TimeField(_("Begins at"), validators=[InputRequired(_("Enter the time, for example 6:00 PM."))])
    minutes = IntegerField(_("Length"), default=90, validators=MINUTES)
    room = StringField(_("Room"), validators=[Length(max=60)])
    leaders = Checkboxes(_("Led by"))
    starts_on = DateField(_("First day"), validators=[InputRequired(_("Enter the first day."))])


class JoinForm(PortalForm):
    participant = SelectField(_("Participant"), validators=[InputRequired(_("Choose a person."))])
    starts_on = RememberedDateField(_("From"), validators=[InputRequired(_("Enter the first day in the group."))])


class LeaveForm(PortalForm):
    ends_on = RememberedDateField(_("Last day in the group"), validators=[InputRequired(_("Enter the last day."))])


class PlanForm(PortalForm):
    from_on = DateField(_("From"), validators=[InputRequired(_("Enter the first day."))])
    to_on = DateField(_("Through"), validators=[InputRequired(_("Enter the last day."))])
