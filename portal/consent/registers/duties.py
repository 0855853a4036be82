"""What is due at an agency's privacy desk. Features register sources here; the desk and "Today" ask them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is owed: by which local day, of which kind, what, about whom ("" for nobody), and where."""

    due_on: date
    kind: Any
    text: Any
    href: str
    about: str = ""


DutySource = Callable[[Session, Principal, datetime], list[Duty]]
_sources: list[DutySource] = []


def add_duties(source: DutySource) -> None:
    """Add a source; it answers with what its reader is owed, through the gate."""
    if source not in _sources:
        _sources.append(source)


def duties(session: Session, principal: Principal, at: datetime) -> list[Duty]:
    """All that is due, the earliest first."""
    found = [duty for source in _sources for duty in source(session, principal, at)]
    return sorted(found, key=lambda one: (one.due_on, str(one.kind), one.about))
