"""Half-open spans of time, cut and met (R20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.clock import BEGINNING, END


@dataclass(frozen=True, slots=True)
class Span:
    """In force from `start`, and no longer at `end`."""

    start: datetime = BEGINNING
    end: datetime = END

    def met(self, other: Span) -> Span | None:
        """What both have in common; None when that is nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def until(self, *ends: datetime | None) -> Span | None:
        """The span cut at the earliest of these moments, None of which need be known."""
        end = min((self.end, *(one for one in ends if one is not None)))
        return Span(self.start, end) if self.start < end else None


ALWAYS = Span()
