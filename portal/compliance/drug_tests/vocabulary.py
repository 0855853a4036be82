"""Words of drug tests: result codes, what is known of a day, findings, and the sentences about the sober line.

The codes themselves are the program rules' (`ResultCode`), because a rule file says what each of them does.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded
from portal.participants.programs.vocabulary import ClockEffect, Counting, ResultCode

__all__ = [
    "ClockEffect",
    "Counting",
    "DrugTestReason",
    "FindingOutcome",
    "Matrix",
    "ResultCode",
    "SoberReason",
    "Sobriety",
]


class DrugTestReason(Worded):
    """Why a test was taken (custody fields of treatment-court practice)."""

    RANDOM = "random", _("Random")
    CAUSE = "cause", _("For cause")
    BASELINE = "baseline", _("Baseline")
    FOLLOW_UP = "follow_up", _("Follow-up")
    RETURN = "return", _("On return")


class Sobriety(Worded):
    """What is known of one day. Unverified is neither sober nor not; nothing known is the day that waits for a test."""

    VERIFIED = "verified", _("Sober, verified")
    UNVERIFIED = "unverified", _("Not verified")
    NONE = "none", _("No test reaches this day")


class FindingOutcome(Worded):
    """What a person found about a test, a missed test or a day. Only USE begins the line again."""

    USE = "use", _("Use found")
    NO_USE = "no_use", _("No use found")


class SoberReason(Worded):
    """Why the line of sober days stands where it does."""

    NO_TESTS = "no_tests", _("No test is known.")
    VERIFIED_TO = "verified_to", _("Verified by the test of {on}.")
    RESTARTED = "restarted", _("The line begins after {on}.")
    FOUND_USE = "found_use", _("The line begins after {on}, by a finding.")
    AWAITS_FIRST_NEGATIVE = (
        "awaits_first_negative",
        _("The line begins with the first negative test; on {on} use from before showed."),
    )
    PENDING = "pending", _("The test of {on} awaits confirmation, so the sober date is provisional.")
    RESIDUAL_LATE = "residual_late", _("The test of {on} needs a decision, so the sober date is provisional.")
    MISSED = "missed", _("Missed test on {on}; not verified from that day.")
    UNABLE = "unable", _("Could not give a sample on {on}; not verified from that day.")
    DILUTE = "dilute", _("Dilute sample on {on}; not verified since the test before.")
    DILUTE_AGAIN = "dilute_again", _("Another dilute sample on {on}: a concern for a person to look at.")
    GAP = "gap", _("No test from {from_on} to {to_on}; those days are not verified.")


class Matrix(Worded):
    """What the sample is."""

    URINE = "urine", _("Urine")
    ORAL = "oral", _("Oral fluid")
    BREATH = "breath", _("Breath")
    BLOOD = "blood", _("Blood")
    HAIR = "hair", _("Hair")
    SWEAT = "sweat", _("Sweat patch")
