"""Who compiles the same thing waits for the other to commit, or would compile from what the other has changed.

SQLite lets one writer in at a time. PostgreSQL lets many, and each reads what was committed when its statement began.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from portal.ids import key_of

PEOPLE: Final = 1024
"""So many locks stand for all participants: a transaction that changes thousands of them holds no more than these."""
_FIRST: Final = key_of("one at a time").int & (2**62 - 1)
AGREEMENTS: Final = _FIRST + PEOPLE
CEILINGS: Final = _FIRST + PEOPLE + 1


def alone(session: Session | Connection, lock: int) -> None:
    """Hold a lock until the transaction ends; it waits while another transaction holds it."""
    connection = session if isinstance(session, Connection) else session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock)))


def alone_with(session: Session, participant_id: UUID) -> None:
    alone(session, _FIRST + participant_id.int % PEOPLE)
