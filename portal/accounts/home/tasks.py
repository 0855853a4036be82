"""What waits for a person today. Rooms register sources here; `create_app` calls them to."""

from __future__ import annotations

from collections.abc import Callable
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
    title: str
    tasks: tuple[Task, ...]
    empty: str = ""


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
