"""What waits for a person today. Rooms register sources here; `create_app` calls them to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal


@dataclass(frozen=True, slots=True)
class Task:
    """One line: when (a tag of that kind), what, and one link."""

    tag_kind: str
    when: str
    text: str
    href: str
    link: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """What waits of one kind: the first of it, and how many more stand on the page `all_at`."""

    title: str
    tasks: tuple[Task, ...]
    empty: str = ""
    more: int = 0
    all_at: str = ""


MOST = 8
"""So many lines of a kind stand on "Today"; the others are counted and linked, never left out without a word."""


def first_of(title: str, tasks: Sequence[Task], all_at: str, empty: str = "") -> TaskGroup:
    """A group of the first tasks, in the order given, with the number of the others."""
    return TaskGroup(title, tuple(tasks[:MOST]), empty, max(0, len(tasks) - MOST), all_at)


TaskSource = Callable[[Session, Principal, datetime], TaskGroup | None]
_sources: list[tuple[int, Permission, TaskSource]] = []


def add_tasks(order: int, permission: Permission, source: TaskSource) -> None:
    """Add a source; it is asked only for roles with the permission."""
    entry: Any = (order, permission, source)
    if entry not in _sources:
        _sources.append(entry)
        _sources.sort(key=lambda one: one[0])


def tasks_for(session: Session, principal: Principal, at: datetime) -> list[TaskGroup]:
    found = [source(session, principal, at) for _, permission, source in _sources if principal.may(permission)]
    return [group for group in found if group is not None]
