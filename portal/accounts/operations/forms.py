"""The form of the page of operations."""

from __future__ import annotations

from portal.web.forms import PortalForm


class AgainForm(PortalForm):
    """A button: the job is tried again."""
