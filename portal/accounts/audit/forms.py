"""The button that takes the trail as a file."""

from __future__ import annotations

from portal.web.forms import PortalForm


class ExportForm(PortalForm):
    """It carries what the page shows as hidden fields, which are read like an address."""
