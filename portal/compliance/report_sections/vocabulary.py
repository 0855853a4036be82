"""Words of the supervision section."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

SECTION = "supervision"
"""The section's key in a program's rules."""

LINE = 280
"""The most characters of the one line for the court (consent rules, R42)."""

TOO_LONG = _("Shorten the line to 280 characters.")
