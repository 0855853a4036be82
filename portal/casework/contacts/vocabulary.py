"""Words of contacts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class Mode(Worded):
    """How a contact took place."""

    IN_PERSON = "in_person", _("In person")
    HOME = "home", _("At their home")
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video")
    MESSAGE = "message", _("Message")


class Outcome(Worded):
    """What came of it. An attempt is the worker's; nobody missed anything."""

    KEPT = "kept", _("We talked")
    ATTEMPT = "attempt", _("Tried, not reached")
    MISSED = "missed", _("Appointment missed")
    EXCUSED = "excused", _("Called off with a reason")
