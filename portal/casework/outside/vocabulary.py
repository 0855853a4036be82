"""Words of what agencies without an account are asked: few questions, each with a few answers, and one line.

Free text has no place in what a court reads (consent rules, R42), so each answer is chosen; the line is as long as a
judge reads aloud.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from portal.accounts.agencies.vocabulary import AgencyKind
from portal.participants.programs.sentences import Worded

DAYS_TO_ANSWER = 14
"""The most days for which a link stays open."""
TRIES = 5
"""So often a code may be tried; after that the link is closed."""
CODE_DIGITS = 6


class Section(Worded):
    """Which questions fit the kind of agency."""

    RESIDENCE = "residence", _("Residence")
    WORK = "work", _("Work")
    SUPPORT = "support", _("Recovery support")


class Place(Worded):
    """Whether the person is with the agency now."""

    HERE = "here", _("Yes")
    LEFT = "left", _("Not any more")
    NEVER = "never", _("No")


class Conduct(Worded):
    """How the person gets on there."""

    WELL = "well", _("Well")
    SOME = "some", _("Some concerns")
    SERIOUS = "serious", _("Serious concerns")
    NOT_SAID = "not_said", _("No answer")


class Rules(Worded):
    """How the agency's own rules are kept."""

    KEPT = "kept", _("Kept")
    REMINDED = "reminded", _("Kept, with reminders")
    NOT_KEPT = "not_kept", _("Often not kept")
    NOT_SAID = "not_said", _("No answer")


class NextStep(Worded):
    """What comes next, as far as the agency knows."""

    STAYS = "stays", _("Goes on as now")
    MOVES = "moves", _("Plans to move on")
    ENDS = "ends", _("Has to leave")
    OPEN = "open", _("Not known yet")
    NOT_SAID = "not_said", _("No answer")


class Channel(Worded):
    """How the answer came; the words stand beside everything it says."""

    LINK = "link", _("by link")
    TELEPHONE = "telephone", _("by phone")
    FAX = "fax", _("by fax")
    PAPER = "paper", _("on paper")


KEYED_IN = (Channel.TELEPHONE, Channel.FAX, Channel.PAPER)
"""The ways in which somebody else writes down what the agency told."""
ON_PAPER = (Channel.FAX, Channel.PAPER)
"""Of these there is something to scan."""


class Ended(Worded):
    """Why a link leads nowhere any more."""

    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WRONG_CODES = "wrong_codes", _("Closed after wrong codes")


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one section; each takes the person's name. `said` is how a report begins each answer."""

    place: Any
    conduct: Any
    rules: Any
    next_step: Any
    said: tuple[Any, Any, Any, Any]


QUESTIONS = {
    Section.RESIDENCE: Questions(
        _("Does %(name)s live with you now?"),
        _("How does %(name)s get on with others in the house?"),
        _("How are the rules of the house kept?"),
        _("What comes next?"),
        (_("Lives there"), _("Gets on with others"), _("House rules"), _("Next step")),
    ),
    Section.WORK: Questions(
        _("Does %(name)s work for you now?"),
        _("How does %(name)s get on at work?"),
        _("How are the hours and rules of work kept?"),
        _("What comes next?"),
        (_("Works there"), _("Gets on at work"), _("Hours and rules"), _("Next step")),
    ),
    Section.SUPPORT: Questions(
        _("Does %(name)s take part in your meetings now?"),
        _("How does %(name)s get on in the group?"),
        _("How are the meetings kept that were agreed?"),
        _("What comes next?"),
        (_("Takes part"), _("Gets on in the group"), _("Meetings agreed"), _("Next step")),
    ),
}

SECTION_OF_KIND = {
    AgencyKind.RECOVERY_HOUSE: Section.RESIDENCE,
    AgencyKind.EMPLOYER: Section.WORK,
    AgencyKind.SELF_HELP: Section.SUPPORT,
}
KIND_LABELS = {
    AgencyKind.RECOVERY_HOUSE: _("Recovery house"),
    AgencyKind.EMPLOYER: _("Employer"),
    AgencyKind.SELF_HELP: _("Mutual support group"),
}
