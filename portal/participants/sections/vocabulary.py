"""Words of the sections of a report that are one line, whichever agency writes it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

LINE = 280
"""The most characters of the one line for the court: as much as a judge reads aloud (consent rules, R42)."""

TOO_LONG = _("Shorten the line to 280 characters.")
