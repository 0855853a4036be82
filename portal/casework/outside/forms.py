"""Forms: an agency and whom to ask there, a question to it, and what it told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.accounts.agencies.vocabulary import OUTSIDE_KINDS, AgencyKind
from portal.casework.outside.models import OutsideContact
from portal.casework.outside.registering import ContactPerson, RegisterOutside
from portal.casework.outside.services import Told
from portal.casework.outside.vocabulary import (
    KEYED_IN,
    KIND_LABELS,
    QUESTIONS,
    Channel,
    Conduct,
    NextStep,
    Place,
    Rules,
    Section,
)
from portal.participants.sections.vocabulary import LINE, TOO_LONG
from portal.web.date_fields import NotAhead, RememberedDateField
from portal.web.forms import PortalForm

USUAL_DAYS = 7


def today() -> date:
    found = g.today
    assert isinstance(found, date)
    return found


def choices_of(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.label) for word in words]


class ContactForm(PortalForm):
    """Whom to ask, and how."""

    contact = StringField(_("Who answers there"), validators=[Length(max=200, message=_("Shorten the name."))])
    phone = StringField(_("Telephone"), validators=[Length(max=40, message=_("Shorten the number."))])
    mail = StringField(
        _("E-mail"),
        validators=[Length(max=254, message=_("Shorten the address."))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "type": "email"},
    )

    def person(self) -> ContactPerson:
        return ContactPerson(self.contact.data or "", self.phone.data or "", self.mail.data or "")

    def fill(self, contact: OutsideContact) -> None:
        self.contact.data, self.phone.data = contact.user.full_name, contact.phone
        self.mail.data, self.version.data = contact.mail, contact.version


class AgencyForm(ContactForm):
    """An agency without an account."""

    name = StringField(_("Name of the agency"), validators=[Length(max=200, message=_("Shorten the name."))])
    kind = RadioField(
        _("What kind of agency is it?"),
        choices=lambda: [(kind.value, KIND_LABELS[kind]) for kind in OUTSIDE_KINDS],
        validators=[InputRequired(_("Choose a kind of agency."))],
    )

    def command(self) -> RegisterOutside:
        return RegisterOutside(self.name.data or "", AgencyKind(self.kind.data), self.person())


class AskForm(PortalForm):
    """Which agency, until when, and whether the link goes by mail."""

    agency_id = SelectField(_("Agency"), validators=[InputRequired(_("Choose an agency from the list."))])
    answer_by = DateField(
        _("Answer by"),
        validators=[InputRequired(_("Enter the last day for an answer."))],
        default=lambda: today() + timedelta(days=USUAL_DAYS),
    )
    mail = BooleanField(_("Send the link by e-mail"))


class EndForm(PortalForm):
    """A button: the link is withdrawn."""


class AnswerForm(PortalForm):
    """What is told: only the first question must be answered."""

    place = RadioField(
        choices=lambda: choices_of(Place), validators=[InputRequired(_("Choose an answer to this question."))]
    )
    conduct = RadioField(choices=lambda: choices_of(Conduct), default=Conduct.NOT_SAID.value)
    rules = RadioField(choices=lambda: choices_of(Rules), default=Rules.NOT_SAID.value)
    next_step = RadioField(choices=lambda: choices_of(NextStep), default=NextStep.NOT_SAID.value)
    line = TextAreaField(_("One line, if you like"), validators=[Length(max=LINE, message=TOO_LONG)])
    told_by = StringField(
        _("Your name"),
        validators=[InputRequired(_("Enter who tells this.")), Length(max=200, message=_("Shorten the name."))],
    )

    def put(self, section: Section, name: str) -> None:
        """Word the questions for one section and one person."""
        words = QUESTIONS[section]
        for field, question in (
            (self.place, words.place),
            (self.conduct, words.conduct),
            (self.rules, words.rules),
            (self.next_step, words.next_step),
        ):
            field.label.text = str(question) % {"name": name}

    def told(self, channel: Channel = Channel.LINK, on: date | None = None) -> Told:
        return Told(
            place=Place(self.place.data),
            conduct=Conduct(self.conduct.data),
            rules=Rules(self.rules.data),
            next_step=NextStep(self.next_step.data),
            line=self.line.data or "",
            told_by=self.told_by.data or "",
            channel=channel,
            told_on=on,
        )


class ToldForm(AnswerForm):
    """The same, written down by somebody else."""

    channel = RadioField(
        _("How did the agency tell it?"),
        choices=lambda: [(one.value, one.label) for one in KEYED_IN],
        validators=[InputRequired(_("Choose how the agency told it."))],
    )
    told_by = StringField(
        _("Who there told it?"),
        validators=[InputRequired(_("Enter who tells this.")), Length(max=200, message=_("Shorten the name."))],
    )
    told_on = RememberedDateField(
        _("When did it tell it?"), validators=[InputRequired(_("Enter the day.")), NotAhead(today, 1)], default=today
    )
    scan = FileField(_("Scan of the fax or paper"))
