"""Who changes the same thing waits for the other to commit, or would go by what the other has changed already.

SQLite lets one writer in at a time. PostgreSQL lets many, and each reads what was committed when its statement began.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from portal.ids import key_of

SUBJECTS: Final = 1024
"""So many locks stand for all participants and matters: a transaction that changes thousands holds no more of them."""
_FIRST: Final = key_of("one at a time").int & (2**62 - 1)
AGREEMENTS: Final = _FIRST + SUBJECTS
CEILINGS: Final = _FIRST + SUBJECTS + 1


def alone(session: Session | Connection, lock: int) -> None:
    """Hold a lock until the transaction ends; it waits while another transaction holds it."""
    connection = session if isinstance(session, Connection) else session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock)))


def alone_with(session: Session, subject_id: UUID) -> None:
    """With one participant, or one matter."""
    alone(session, _FIRST + subject_id.int % SUBJECTS)
