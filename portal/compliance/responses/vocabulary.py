"""Words of behaviors and responses, and the sentences with which proposals, limits and questions explain themselves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded
from portal.participants.programs.vocabulary import BehaviorClass, BehaviorKind, Level, ResponseKind

__all__ = [
    "BalanceState",
    "BehaviorClass",
    "BehaviorKind",
    "BehaviorState",
    "Level",
    "Limit",
    "QuestionSaid",
    "ResponseKind",
    "ResponseState",
    "Why",
]


class BehaviorState(Worded):
    """A concern begins as a question; only a person finds it."""

    QUESTION = "question", _("Question")
    FOUND = "found", _("Found")
    NOT_FOUND = "not_found", _("Not found")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ResponseState(Worded):
    """What became of a response. A contested one is not enforced."""

    ORDERED = "ordered", _("Ordered")
    OPEN = "open", _("Under way")
    DONE = "done", _("Done")
    NOT_DONE = "not_done", _("Not done")
    CONTESTED = "contested", _("Contested, not enforced")
    WITHDRAWN = "withdrawn", _("Taken back")


class BalanceState(Worded):
    """Incentives to sanctions, looked at over the program's days."""

    FINE = "fine", _("Balanced")
    HINT = "hint", _("Fewer incentives than the program aims for")
    ALARM = "alarm", _("Fewer incentives than sanctions")
    NONE = "none", _("No responses")


class Why(Worded):
    """Why the matrix proposes what it does."""

    FIRST = "first", _("{behavior}: first in {days} days. {can}. Sanction level {level}.")
    AGAIN = "again", _("{behavior}: number {nth} in {days} days. {can}. Sanction level {level}.")
    DISTAL = (
        "distal",
        _("{behavior}: not expected yet in this phase. Sanctions are off; a service adjustment is needed."),
    )
    UNSTABLE = (
        "unstable",
        _("{behavior}: not expected until clinically stable. Sanctions are off; a service adjustment is needed."),
    )
    NEVER = "never", _("{behavior}: never sanctioned. A service adjustment is needed.")
    QUESTION = "question", _("{behavior}: a question. A person decides first whether it happened.")
    PENDING = "pending", _("{behavior}: the result awaits confirmation. No sanction before that.")
    CONTESTED = "contested", _("{behavior}: contested. No sanction before the hearing.")
    REPORT_MISSING = "report_missing", _("{behavior}: a report is missing. A missing report never supports a sanction.")
    NOTHING = "nothing", _("{behavior}: not found or withdrawn. Nothing to answer.")
    INCENTIVE = "incentive", _("{behavior}: an incentive is prompted, {levels}.")


class Limit(Worded):
    """What stands against a proposal, or asks for a reason. A recorded order is only flagged with it."""

    SANCTIONS_OFF = "sanctions_off", _("Sanctions are off for this behavior now.")
    JAIL_OVER = "jail_over", _("More than {most} days in jail are not proposed.")
    JAIL_LONG = "jail_long", _("More than {most} days in jail: say why.")
    JAIL_FOR_USE = "jail_for_use", _("Substance use alone is no ground for jail before a person is clinically stable.")
    LESSER_FIRST = "lesser_first", _("Jail only after lesser responses, unless safety is at risk now.")
    CONTESTED = "contested", _("Contested: what touches freedom waits for the hearing.")
    AMOUNT = "amount", _("The program's range is {least} to {most} {unit}: say why.")
    JUMP = "jump", _("A step of {levels} levels from the response before: say why.")
    DRIFT = "drift", _("The matrix expects level {expected}: say why.")
    DELAY = "delay", _("Known for {days} days: say why it took so long.")
    ADJUSTMENT_NEEDED = "adjustment_needed", _("A service adjustment is needed with it.")
    MONEY = "money", _("Money may not stand in the way of recovery; look at ability to pay.")
    UNANSWERED = "unanswered", _("This must be answered, by a sanction or by a service adjustment alone.")


class QuestionSaid(Worded):
    """What a question says to the person who decides it."""

    ONE = "one", _("{behavior} on {on}. Add a reason, or let a person decide.")
    SEVERAL = "several", _("{behavior} on {on}; {count} within {days} days. Add a reason, or let a person decide.")
