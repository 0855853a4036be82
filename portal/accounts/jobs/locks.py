"""What makes one scheduler the only one: a file's lock beside SQLite, an advisory lock in PostgreSQL."""

from __future__ import annotations

import fcntl
import logging
from pathlib import Path
from typing import Any, Protocol

from psycopg import Error as DriverError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)

ADVISORY_LOCK = 0x706F7274


class Lock(Protocol):
    """What makes one scheduler the only one."""

    def taken(self) -> bool:
        """Try to take it, or make sure that it is still held; False also while the database does not answer."""

    def release(self) -> None: ...


class FileLock:
    """For SQLite: a lock on a file beside the records; the system lets go of it when the process ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file: Any = None

    def taken(self) -> bool:
        if self._file is not None:
            return True
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class AdvisoryLock:
    """For PostgreSQL: an advisory lock of a connection of its own; it goes with the connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None

    def taken(self) -> bool:
        try:
            if self._connection is None:
                return self._take()
            self._connection.execute("SELECT 1")
        except (DriverError, OperationalError) as error:
            log.warning("the scheduler's lock: %s", type(error).__name__)
            self.release()
            return False
        return True

    def _take(self) -> bool:
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()
        driver.rollback()
        driver.autocommit = True
        if not driver.execute("SELECT pg_try_advisory_lock(%s)", (ADVISORY_LOCK,)).fetchone()[0]:
            driver.close()
            return False
        self._connection = driver
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def lock_for(engine: Engine, folder: Path) -> Lock:
    """The lock of the schedulers that work on one database."""
    return FileLock(folder / "scheduler.lock") if engine.dialect.name == "sqlite" else AdvisoryLock(engine)
