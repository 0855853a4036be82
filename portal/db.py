"""The declarative base, the column types and the edge of a transaction."""

from __future__ import annotations

import importlib
import pkgutil
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from flask import has_request_context, request
from sqlalchemy import DateTime, Delete, Dialect, MetaData, Update, Uuid
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from portal.extensions import db
from portal.ids import new_id
from portal.paths import PACKAGE

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

P = ParamSpec("P")
T = TypeVar("T")
BUSY_TRIES = 6
FIRST_PAUSE = 0.05
"""Seconds before a busy database is asked again; twice as long each time, and never quite the same."""

_writing: ContextVar[bool | None] = ContextVar("writing", default=None)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables. Ids are UUIDv7, made before the insert."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid}


class Row:
    """A table with the ordinary id."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


def writing() -> bool:
    """Whether the transaction that begins now is going to write: a unit of work, or a request that is not a GET."""
    said = _writing.get()
    return said if said is not None else has_request_context() and request.method not in ("GET", "HEAD", "OPTIONS")


@contextmanager
def write_intent() -> Iterator[None]:
    """Transactions that begin inside take the write lock at once (BEGIN IMMEDIATE on SQLite)."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def read_intent() -> Iterator[None]:
    """Transactions that begin inside only read, even while a request writes: another session beside the writing one."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def rows_changed(session: Session, statement: Update | Delete, **execution_options: Any) -> int:
    """Do an UPDATE or DELETE and say how many rows it met: of two who want the same row, one gets 1."""
    done: Any = session.execute(statement, execution_options=execution_options)
    return int(done.rowcount)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """The edge of a change: everything inside is committed together, or nothing is.

    A session that has only read so far is let go first, because a read transaction of SQLite can't be raised
    to a writing one under concurrency.
    """
    session: Session = db.session()
    with write_intent():
        if session.in_transaction() and not session.info.get("began_writing"):
            session.rollback()
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def patiently(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do a whole short transaction, again when the database was busy with another writer; its error after six tries.

    What `act` does must be one transaction of its own: nothing of a failed one is left.
    """
    for turn in range(BUSY_TRIES - 1):
        try:
            return act(*args, **kwargs)
        except OperationalError as error:
            if not is_busy(error):
                raise
            time.sleep(FIRST_PAUSE * 2**turn * random.uniform(0.7, 1.3))  # nosec B311  # no secret hangs on a pause
    return act(*args, **kwargs)


def is_busy(error: OperationalError) -> bool:
    """Whether another try may succeed: SQLite's lock, PostgreSQL's deadlock, serialization and lock timeouts."""
    if getattr(error.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return True
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01", "55P03")


def load_models() -> None:
    """Import every module of models, so that the metadata is whole."""
    for found in pkgutil.walk_packages([str(PACKAGE)], "portal."):
        if found.name.rsplit(".", 1)[-1] == "models":
            importlib.import_module(found.name)
