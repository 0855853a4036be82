"""Words of the queue."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    """WAITING until a worker leases it; FAILED after the last try, until someone asks for it again."""

    WAITING = "waiting"
    LEASED = "leased"
    FINISHED = "finished"
    FAILED = "failed"
