"""From where something is done: the request that is under way, for every row that it leads to.

The edge of a request says so; a command or a task of the scheduler stands nowhere.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Where:
    """The address that asks, the request's id (32 hex digits) and the session of the browser."""

    address: str = ""
    request_id: str = ""
    session_id: UUID | None = None


NOWHERE = Where()
_where: ContextVar[Where] = ContextVar("where", default=NOWHERE)


def stand(where: Where) -> None:
    """Say from where everything is done from now on in this thread; `NOWHERE` when the request is over."""
    _where.set(where)


def standing() -> Where:
    return _where.get()
