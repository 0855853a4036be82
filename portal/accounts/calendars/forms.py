"""The form of the page of one's calendar."""

from __future__ import annotations

from portal.web.forms import PortalForm


class CalendarForm(PortalForm):
    """A button: a new address, or none any more."""
