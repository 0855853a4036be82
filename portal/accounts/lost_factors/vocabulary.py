"""What became of a request to remove a second factor."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """WAITING for a second administrator; EXPIRED when nobody looked in time and it was asked anew."""

    WAITING = "waiting"
    REMOVED = "removed"
    REFUSED = "refused"
    EXPIRED = "expired"
