"""Words of services and groups."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded


class ServiceKind(Worded):
    """Whether a service is given to a group or to one person."""

    GROUP = "group", _("Group")
    INDIVIDUAL = "individual", _("Individual")


WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
