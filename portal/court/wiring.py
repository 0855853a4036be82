"""What stands above the rooms in the middle joins them, once, when the application is made."""

from __future__ import annotations

from portal.court import between, caseload_columns


def wire() -> None:
    """Doing it twice changes nothing."""
    between.connect()
    caseload_columns.connect()
