"""By when an emergency is reviewed: within one working day (R102)."""

from __future__ import annotations

from datetime import datetime

from portal import clock
from portal.consent.registers.working_days import after_working_days


def review_due_at(opened_at: datetime, zone: str) -> datetime:
    """The end of the first working day after the day of opening, in the program's time zone."""
    return clock.day_ends_at(after_working_days(clock.local_date(opened_at, zone), 1), zone)
