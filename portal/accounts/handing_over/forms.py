"""The form with which a device is given back."""

from __future__ import annotations

from portal.accounts.confirmation.forms import password
from portal.web.forms import PortalForm


class HandBackForm(PortalForm):
    """The same question as elsewhere, but one that a browser does not answer by itself: a password that it keeps would
    give the device back to whoever holds it. Browsers fill in no kept password where a new one is asked for."""

    password = password("new-password")
