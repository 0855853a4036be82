"""Words of milestones: their states and the sentences about evidence and need."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class MilestoneState(Worded):
    """How far a milestone is. UNKNOWN is not "not met": the facts are not known to this reader, or there are none."""

    MET = "met", _("Met")
    WAIVED = "waived", _("Waived by the judge")
    CLOSE = "close", _("Close")
    UNDER_WAY = "under_way", _("Under way")
    NOT_YET = "not_yet", _("Not yet")
    UNKNOWN = "unknown", _("No information")

    @property
    def settled(self) -> bool:
        """Nothing is needed any more."""
        return self in (MilestoneState.MET, MilestoneState.WAIVED)


class Evidence(Worded):
    """What a state rests on."""

    NOTHING_KNOWN = "nothing_known", _("No information in this report. This is not a finding.")
    NONE_YET = "none_yet", _("No evidence yet.")
    WORDS = "words", _("{words}")
    SINCE = "since", _("Since {on}.")
    TESTS = "tests", _("Verified from {since_on} to {to_on}; tests: {count}, longest gap in days: {gap}.")
    ONE_TEST = "one_test", _("Verified from {since_on} to {to_on} by one test.")
    SESSIONS = "sessions", _("{done} of {of} sessions, excused left out.")
    IN_A_ROW = "in_a_row", _("{current} in a row now, at most {longest}.")
    COUNTED = "counted", _("{have} of {target} {unit}.")
    WAIVED = "waived", _("Waived {on}: {reason}")


class Need(Worded):
    """What is still needed, by when."""

    ASK = "ask", _("{ask}.")
    ASK_BY = "ask_by", _("{ask}, by {on}.")
    DAY_IS = "day_is", _("Day {target} is {on}.")
    DAYS_MORE = "days_more", _("{left} more verified days; {on} at the earliest.")
    CONFIRMATION = "confirmation", _("A test result awaits confirmation.")
    NEXT_SESSION = "next_session", _("Reached {on} if the next session is attended.")
    NEXT_SESSIONS = "next_sessions", _("Reached {on} if the next {count} are attended.")
    ATTEND = "attend", _("{ask}; {count} in a row would reach it.")
    MORE = "more", _("{ask}. Still needed: {left} of {target} {unit}.")
