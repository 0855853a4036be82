"""What stands in a calendar. Rooms add sources; an entry names no participant, for calendars travel to other places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal

BACK = timedelta(days=14)
AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment of the day. `id` is that of a row without a participant; moments are UTC."""

    id: UUID
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    cancelled: bool = False


Source = Callable[[Session, Principal, datetime], list[Entry]]
_sources: list[tuple[Permission, Source]] = []


def add_source(permission: Permission, source: Source) -> None:
    """Add what stands in the calendar of roles with a permission; called from a room's `wire()`, twice is once."""
    if (permission, source) not in _sources:
        _sources.append((permission, source))


def has_calendar(principal: Principal) -> bool:
    """Whether anything could ever stand in the calendar of this role."""
    return any(principal.may(permission) for permission, _ in _sources)


def entries_of(session: Session, principal: Principal, at: datetime) -> list[Entry]:
    asked = {source for permission, source in _sources if principal.may(permission)}
    found = [one for source in asked for one in source(session, principal, at)]
    return sorted(found, key=lambda one: (one.starts_at, one.id))


def written(entries: list[Entry], name: str, host: str, at: datetime) -> bytes:
    """The entries as an iCalendar file (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Treatment Court Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in entries:
        event = Event()
        event.add("uid", f"{one.id}@{host}")
        event.add("dtstamp", at)
        event.add("dtstart", one.starts_at)
        event.add("dtend", one.ends_at)
        event.add("summary", one.summary)
        if one.place:
            event.add("location", one.place)
        event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
