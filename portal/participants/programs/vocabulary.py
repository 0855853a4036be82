"""The words that a program's rule files use: kinds, measures, marks, result codes, effects.

A rule file that uses another word is refused when it is loaded, so every room can rely on these. Rooms that record
such facts offer the same words again from their own vocabulary, with what belongs to them.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class ProgramKind(Worded):
    """What a program is. A diversion program has no judge and no hearings."""

    TREATMENT_COURT = "treatment_court", _("Treatment court")
    DIVERSION = "diversion", _("Diversion program")


class MilestoneKind(Worded):
    """How a milestone is computed (treatment-court practice: milestones, types and evidence)."""

    COUNT = "count", _("Count")
    CONSECUTIVE_DAYS = "consecutive_days", _("Days that count")
    PERCENTAGE_WINDOW = "percentage_window", _("Share over a time")
    DOCUMENT = "document", _("Document")
    ATTESTATION = "attestation", _("Confirmed by a person")
    SCORE = "score", _("Score")


class Measure(Worded):
    """Which fact a milestone reads. RECORDED: what people recorded for this very milestone."""

    DAYS_IN_PHASE = "days_in_phase", _("Days in the phase")
    SOBER_DAYS = "sober_days", _("Verified sober days")
    SESSIONS_IN_ROW = "sessions_in_row", _("Sessions attended in a row")
    ATTENDANCE = "attendance", _("Attendance")
    CONTACTS_KEPT = "contacts_kept", _("Contacts kept")
    OBLIGATION = "obligation", _("Obligation")
    RECORDED = "recorded", _("Recorded")


class Unit(Worded):
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    SESSIONS = "sessions", _("sessions")
    VISITS = "visits", _("visits")
    PERCENT = "percent", _("percent")
    HOURS = "hours", _("hours")
    PEOPLE = "people", _("people")
    ITEMS = "items", _("items")
    POINTS = "points", _("points")
    DOLLARS = "dollars", _("dollars")


class BehaviorKind(Worded):
    """Two kinds of behavior. Before a person has found it, the second is a concern, not more."""

    ACHIEVEMENT = "achievement", _("Achievement")
    CONCERN = "concern", _("Concern")


class BehaviorClass(Worded):
    """What can be asked of a person now: proximal, distal, managed in the field's terms."""

    PROXIMAL = "proximal", _("Can do now")
    DISTAL = "distal", _("Not expected yet")
    MANAGED = "managed", _("Kept up long enough to be expected")


class ResponseKind(Worded):
    INCENTIVE = "incentive", _("Incentive")
    SANCTION = "sanction", _("Sanction")
    SERVICE_ADJUSTMENT = "service_adjustment", _("Service adjustment")


class Level(Worded):
    LOW = "low", _("low")
    MODERATE = "moderate", _("moderate")
    HIGH = "high", _("high")

    @property
    def step(self) -> int:
        """1 for low, 2 for moderate, 3 for high."""
        return list(Level).index(self) + 1


class ResultCode(Worded):
    """What a drug test came to (treatment-court practice: testing). Labels follow the portal's wording."""

    NEG = "NEG", _("Negative")
    PRES = "PRES", _("Positive as prescribed, verified")
    PRESUMPT = "PRESUMPT", _("Screened positive, confirmation pending")
    POS_CONF = "POS_CONF", _("Positive, confirmed")
    POS_ADMIT = "POS_ADMIT", _("Positive, participant agrees")
    POS_RESIDUAL = "POS_RESIDUAL", _("Positive from use before the program")
    DILUTE = "DILUTE", _("Dilute")
    SUBST = "SUBST", _("Not consistent with human urine")
    ADULT = "ADULT", _("Altered sample")
    REFUSED = "REFUSED", _("Declined to test")
    NOSHOW = "NOSHOW", _("Missed test")
    EXCUSED = "EXCUSED", _("Excused")
    UNABLE = "UNABLE", _("Could not give a sample")
    INVALID = "INVALID", _("Invalid, repeat needed")
    LAB_ERR = "LAB_ERR", _("Laboratory error, repeat needed")
    CANCELLED = "CANCELLED", _("Cancelled")


class ClockEffect(Worded):
    """What a result does to the line of sober days (treatment-court practice: testing, sober day clock)."""

    VERIFIES = "verifies", _("Verifies the days since the test before")
    PROVISIONAL = "provisional", _("Shown as provisional until confirmed")
    RESTARTS = "restarts", _("The line begins again on the day after")
    NOT_STARTED = "not_started", _("The line begins with the first negative test")
    UNVERIFIED_SINCE_LAST = "unverified_since_last", _("Not verified since the last negative test")
    UNVERIFIED_FROM_DAY = "unverified_from_day", _("Not verified from that day")
    NONE = "none", _("No effect")


class Counting(Worded):
    """Under which heading a result is counted in tallies and reports."""

    NEGATIVE = "negative", _("negative")
    POSITIVE = "positive", _("positive")
    PENDING = "pending", _("pending")
    PRIOR_USE = "prior_use", _("from use before the program")
    DILUTE = "dilute", _("dilute")
    TAMPERED = "tampered", _("altered or not valid as a sample")
    DECLINED = "declined", _("declined")
    MISSED = "missed", _("missed")
    EXCUSED = "excused", _("excused")
    NO_SAMPLE = "no_sample", _("could not give a sample")
    VOID = "invalid", _("to be repeated or cancelled")


class AttendanceMark(Worded):
    """One mark for one person at one session (treatment-court practice: attendance and units)."""

    PRESENT = "ATT", _("Present")
    TELEHEALTH = "TEL", _("Telehealth")
    LATE = "LATE", _("Late")
    LEFT_EARLY = "LEFT", _("Left early")
    EXCUSED = "ABS_EX", _("Excused")
    UNEXCUSED = "ABS_UN", _("Unexcused")
    PROVIDER_CANCELLED = "CAN_PROV", _("Cancelled by the provider")
    RESCHEDULED = "RESCHED", _("Rescheduled")
    MAKEUP = "MAKEUP", _("Make-up session attended")
    SUSPENDED = "SUSP", _("Treatment suspended")


class AttendanceCount(Worded):
    """How a mark counts: attended and the absences are what a court reads, the rest explains the denominator."""

    ATTENDED = "attended", _("Attended")
    LEFT_EARLY = "left_early", _("Left early")
    EXCUSED = "excused", _("Excused")
    UNEXCUSED = "unexcused", _("Unexcused")
    NOT_COUNTED = "not_counted", _("Not counted")


class ObligationKind(Worded):
    COMMUNITY_SERVICE = "community_service", _("Community service")
    RESTITUTION = "restitution", _("Restitution")
    MONEY = "money", _("Fines, fees and costs")
    WRITING = "writing", _("Letter or essay")
    CLASS = "class", _("Class or course")
    PROOF = "proof", _("Document to bring")
    APPOINTMENT = "appointment", _("Appointment to keep")
    OBSERVATION = "observation", _("Court observation")
    CURFEW = "curfew", _("Curfew")
    NO_CONTACT = "no_contact", _("No contact")
    OTHER = "other", _("Other")
