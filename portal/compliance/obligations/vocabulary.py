"""Words of obligations and their proofs. The kinds are the program rules', which milestones and responses refer to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded
from portal.participants.programs.vocabulary import ObligationKind, Unit

__all__ = ["ObligationKind", "ObligationNeed", "ObligationState", "ProofState", "Unit"]


class ObligationState(Worded):
    """How an obligation stands. UNKNOWN: the proofs are not for this reader to see, or nothing was reported."""

    MET = "met", _("met")
    PARTLY = "partly", _("partly")
    NOT_MET = "not_met", _("not met")
    NOT_YET_DUE = "not_yet_due", _("not yet due")
    RELEASED = "released", _("ended by the court")
    UNKNOWN = "unknown", _("no information")


class ProofState(Worded):
    """A proof counts once a person has looked at it."""

    WAITING = "waiting", _("To be checked")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


class ObligationNeed(Worded):
    """What is still needed, by when."""

    BY_DAY = "by_day", _("Still needed by {on}: {left} of {target} {unit}.")
    PAST = "past", _("Was due {on}; still needed: {left} of {target} {unit}.")
    NO_DAY = "no_day", _("Still needed: {left} of {target} {unit}.")
    CHECK = "check", _("A proof waits to be checked.")
    CONTESTED = "contested", _("Contested; it waits for the hearing.")
