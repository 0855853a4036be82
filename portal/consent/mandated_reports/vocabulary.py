"""Words of the reports that a law asks of a program, and of those for which Part 2 has no exception."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _

from portal.accounts.agencies.vocabulary import AgencyKind
from portal.consent.rules.codes import Reason


class ReportKind(StrEnum):
    """The bases of the rules (S11), and OTHER for everything else."""

    CHILD_ABUSE = "child_abuse_report"
    CRIME = "crime_on_premises"
    DEATH = "vital_statistics"
    OTHER = "other"


KIND_LABELS: Final = {
    ReportKind.CHILD_ABUSE: _("Suspected child abuse or neglect"),
    ReportKind.CRIME: _("A crime or a threat at the program, or against its staff"),
    ReportKind.DEATH: _("Cause of death, asked by the office that keeps death records"),
    ReportKind.OTHER: _("Another report"),
}
KIND_TELLS: Final = {
    ReportKind.CHILD_ABUSE: _("To child protection. The report itself only; the chart stays closed."),
    ReportKind.CRIME: _("To the police. What happened, who, the address and the last known place; no more."),
    ReportKind.DEATH: _("The cause of death and nothing else."),
    ReportKind.OTHER: _("Elder abuse, a duty to warn, a gunshot wound and so on."),
}


class Step(StrEnum):
    INITIAL = "initial"
    FOLLOW_UP = "follow_up"


STEP_LABELS: Final = {
    Step.INITIAL: _("The report itself"),
    Step.FOLLOW_UP: _("A later question, records, or testimony about it"),
}


class Told(StrEnum):
    """What of a person a program may tell after a crime (2.12(c)(5))."""

    STATUS = "status"
    NAME = "name"
    ADDRESS = "address"
    WHEREABOUTS = "whereabouts"


TOLD_LABELS: Final = {
    Told.STATUS: _("That the person is a patient"),
    Told.NAME: _("Name"),
    Told.ADDRESS: _("Address"),
    Told.WHEREABOUTS: _("Last known place"),
}


class Channel(StrEnum):
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"


CHANNEL_LABELS: Final = {
    Channel.PHONE: _("By phone"),
    Channel.PAPER: _("On paper or by fax"),
    Channel.IN_PERSON: _("In person"),
}

RECIPIENTS: Final = (AgencyKind.CHILD_PROTECTION, AgencyKind.LAW_ENFORCEMENT, AgencyKind.VITAL_RECORDS)

REFUSALS: Final = {
    Reason.CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY: (
        "step",
        _("Only the first report, and only to child protection. What comes after it needs consent or a court order."),
    ),
    Reason.CRIME_SCOPE: ("recipient", _("A crime at the program is told to the police, and to nobody else.")),
    Reason.NO_PART2_EXCEPTION: (
        "kind",
        _(
            "Federal law has no exception for this report. You may ask for consent, ask a court for an order, or "
            "report in a way that does not show that the person is in treatment for substance use. Talk to counsel."
        ),
    ),
}
"""For each refusal of the rules: the field, and what can be done instead."""

NOT_DEAD: Final = (
    "kind",
    _("Only after a death that is on file here, and only to the office that keeps death records."),
)
