"""Words of supervision contacts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class ContactMode(Worded):
    """Where or how a contact took place."""

    OFFICE = "office", _("Office visit")
    HOME = "home", _("Home visit")
    FIELD = "field", _("Visit at work, school or elsewhere")
    PHONE = "phone", _("Phone call")
    VIDEO = "video", _("Video call")
    MESSAGE = "message", _("Message")
    COURT = "court", _("At court")


class ContactResult(Worded):
    """How a contact came out. An attempt is the worker's; nobody missed anything."""

    KEPT = "kept", _("kept")
    MISSED = "missed", _("missed")
    ATTEMPT = "attempt", _("tried, not reached")
    EXCUSED = "excused", _("excused")
    MOVED = "moved", _("moved to another day")


class ContactNeed(Worded):
    """When the next contact is due."""

    BY_DAY = "by_day", _("Next contact due by {on}.")
    PAST = "past", _("Contact was due {on}; days since: {days}.")
    NONE_KNOWN = "none_known", _("No information in this report. This is not a finding.")
