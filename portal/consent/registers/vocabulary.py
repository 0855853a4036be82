"""The registers of an agency, and the steps that a matter in each can take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from flask_babel import lazy_gettext as _


class Register(StrEnum):
    """One register; its word stands in addresses."""

    ACCOUNTING = "accounting"
    COMPLAINT = "complaints"
    AMENDMENT = "amendments"
    BREACH = "breaches"
    DEMAND = "demands"


REGISTER_LABELS: Final = {
    Register.ACCOUNTING: _("Requests for an accounting"),
    Register.COMPLAINT: _("Complaints"),
    Register.AMENDMENT: _("Requests to correct a record"),
    Register.BREACH: _("Wrong recipients and breaches"),
    Register.DEMAND: _("Subpoenas and requests for records"),
}


class Step(StrEnum):
    """What was done on a matter. No step is ever taken back; a further one follows."""

    NOTED = "noted"
    EXTENDED = "extended"
    GIVEN = "given"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DISAGREED = "disagreed"
    REPLIED = "replied"
    CONTAINED = "contained"
    LOW_RISK = "low_risk"
    MUST_TELL = "must_tell"
    PEOPLE_TOLD = "people_told"
    SECRETARY_TOLD = "secretary_told"
    MEDIA_TOLD = "media_told"
    COUNSEL_ASKED = "counsel_asked"
    NEUTRAL = "neutral"
    OBJECTED = "objected"
    COMPLIED = "complied"
    WITHDRAWN = "withdrawn"


STEP_LABELS: Final = {
    Step.NOTED: _("Something was found out or done"),
    Step.EXTENDED: _("More time is taken, and the person was told why"),
    Step.GIVEN: _("The accounting was given"),
    Step.ANSWERED: _("Answered in writing"),
    Step.ACCEPTED: _("Corrected as asked"),
    Step.REFUSED: _("Not corrected, with the reason"),
    Step.DISAGREED: _("The person wrote that they disagree"),
    Step.REPLIED: _("The program replied to that"),
    Step.CONTAINED: _("The wrong recipient was asked to return or destroy it"),
    Step.LOW_RISK: _("Looked into: low chance that anything was used"),
    Step.MUST_TELL: _("Looked into: the people must be told"),
    Step.PEOPLE_TOLD: _("The people were told"),
    Step.SECRETARY_TOLD: _("Health and Human Services was told"),
    Step.MEDIA_TOLD: _("The news media were told"),
    Step.COUNSEL_ASKED: _("The program’s lawyer was asked"),
    Step.NEUTRAL: _("Answered with the neutral letter"),
    Step.OBJECTED: _("Asked the court to set it aside"),
    Step.COMPLIED: _("Records given under a court order and a subpoena"),
    Step.WITHDRAWN: _("Taken back by the one who sent it"),
}

STEPS: Final[dict[Register, tuple[Step, ...]]] = {
    Register.ACCOUNTING: (Step.GIVEN, Step.EXTENDED, Step.NOTED, Step.WITHDRAWN),
    Register.COMPLAINT: (Step.NOTED, Step.ANSWERED, Step.WITHDRAWN),
    Register.AMENDMENT: (
        Step.ACCEPTED,
        Step.REFUSED,
        Step.EXTENDED,
        Step.DISAGREED,
        Step.REPLIED,
        Step.NOTED,
        Step.WITHDRAWN,
    ),
    Register.BREACH: (
        Step.CONTAINED,
        Step.LOW_RISK,
        Step.MUST_TELL,
        Step.PEOPLE_TOLD,
        Step.SECRETARY_TOLD,
        Step.MEDIA_TOLD,
        Step.NOTED,
    ),
    Register.DEMAND: (
        Step.COUNSEL_ASKED,
        Step.NEUTRAL,
        Step.OBJECTED,
        Step.COMPLIED,
        Step.NOTED,
        Step.WITHDRAWN,
    ),
}
"""The steps of each register, in the order in which the form offers them."""

AFTER: Final[dict[Step, frozenset[Step]]] = {
    Step.DISAGREED: frozenset({Step.REFUSED}),
    Step.REPLIED: frozenset({Step.DISAGREED}),
    Step.PEOPLE_TOLD: frozenset({Step.MUST_TELL}),
    Step.SECRETARY_TOLD: frozenset({Step.MUST_TELL}),
    Step.MEDIA_TOLD: frozenset({Step.MUST_TELL}),
}
"""A step that comes only after one of others."""

ANSWERS: Final = frozenset(
    {
        Step.GIVEN,
        Step.ANSWERED,
        Step.ACCEPTED,
        Step.REFUSED,
        Step.LOW_RISK,
        Step.NEUTRAL,
        Step.COMPLIED,
        Step.WITHDRAWN,
    }
)
"""What ends the wait for an answer. After it only what AFTER and FURTHER name, and notes, can follow."""

FURTHER: Final[dict[Step, frozenset[Step]]] = {
    Step.LOW_RISK: frozenset({Step.MUST_TELL}),
    Step.NEUTRAL: frozenset({Step.COUNSEL_ASKED, Step.OBJECTED, Step.COMPLIED, Step.WITHDRAWN}),
    Step.COMPLIED: frozenset({Step.COMPLIED}),
}
"""What an answer may be overtaken by: a risk turns out higher, a court orders what was answered neutrally, and what it
orders is given in parts."""

ONCE: Final = frozenset(Step) - {Step.NOTED, Step.COUNSEL_ASKED, Step.OBJECTED, Step.CONTAINED, Step.COMPLIED}


class Ground(StrEnum):
    """Why a record need not be corrected: the only reasons of the rule (164.526(a)(2))."""

    MADE_ELSEWHERE = "made_elsewhere"
    NOT_PART = "not_part"
    NOT_OPEN = "not_open"
    ACCURATE = "accurate"


GROUND_LABELS: Final = {
    Ground.ACCURATE: _("It is accurate and complete"),
    Ground.MADE_ELSEWHERE: _("It was made elsewhere, and those who made it can still be asked"),
    Ground.NOT_PART: _("It is no part of the records that decisions rest on"),
    Ground.NOT_OPEN: _("It is a record that the person has no right to see"),
}

SHORTEST_WORDS: Final = 10
LONGEST_WORDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Clock:
    """What is owed on a matter: what, by which local day, and when it was done."""

    label: Any
    due_on: Any
    done_on: Any = None
