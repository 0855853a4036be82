"""What consent hears and offers: it recompiles on every change, and has a page in each participant's navigation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from portal.accounts.permissions import Permission
from portal.consent import compile as compiler
from portal.consent import notices
from portal.participants.people import panels


def wire() -> None:
    compiler.wire()
    notices.add_kinds()
    panels.add_section(90, panels.Section(_("Consents"), "consent.instruments.shelf", Permission.CONSENT_READ))
