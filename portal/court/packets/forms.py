"""The form of the packet shelf."""

from __future__ import annotations

from portal.web.forms import PortalForm


class AskForm(PortalForm):
    """A button: the packet is made."""
