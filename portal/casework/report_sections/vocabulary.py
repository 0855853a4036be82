"""Words of the case-management section."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded

SECTION = "case_management"
"""The section's key in a program's rules."""


class Change(Worded):
    """How an area of life has moved since the last report."""

    BETTER = "better", _("Better")
    SAME = "same", _("About the same")
    HARDER = "harder", _("Harder")
    NOT_SAID = "not_said", _("No information")
