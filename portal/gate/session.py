"""The session's part of the gate: criteria on every statement, no statement without a reader, no foreign write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, with_loader_criteria

from portal.db import writing
from portal.extensions import PortalSession
from portal.gate.looking import note_loaded, require_looking
from portal.gate.protected import Delivered, Gated, Kept, Walled
from portal.gate.reader import ReaderMissing, reader_of
from portal.gate.settings import values_of
from portal.gate.walls import postgres, sqlite

REPEATED = ("participant_id", "origin_id", "regime", "category", "labels", "withheld")


class ForeignWrite(RuntimeError):
    """A record of another agency was about to be written by someone who may not even read it."""


@cache
def criteria() -> LoaderCriteriaOption:
    """Each walled table's own rule. As a lambda: a fixed expression would leak on a join with an alias."""
    return with_loader_criteria(Walled, lambda cls: cls.gate_rule(), include_aliases=True)


@event.listens_for(PortalSession, "do_orm_execute")
def add_the_rule(state: ORMExecuteState) -> None:
    """Every ORM statement carries the rule, whichever way it was built and whichever way its rows are loaded."""
    if not state.is_orm_statement:
        return
    named = [mapper.class_ for mapper in state.all_mappers if issubclass(mapper.class_, Walled)]
    if named:
        if state.session.info.get("reader") is None and state.session.info.get("compiling") is None:
            raise ReaderMissing("a protected table was asked for without a reader")
        require_looking(state, named)
    if state.session.get_bind().dialect.name == "sqlite":
        source = state.lazy_loaded_from if state.is_select else None
        if source is None or criteria() not in source.load_options:
            state.statement = state.statement.options(criteria())


@event.listens_for(PortalSession, "after_begin")
def give_the_reader(session: Session, _transaction: Any, connection: Connection) -> None:
    """Each transaction starts with the reader (or with none) told to the database."""
    session.info["began_writing"] = writing()
    session.info["apply_reader"] = lambda: tell_database(session, connection)
    session.info["apply_compiling"] = lambda: tell_compiled(session, connection)
    tell_database(session, connection)


def tell_database(session: Session, connection: Connection) -> None:
    values = values_of(session.info.get("reader"), session.info.get("compiling"))
    (sqlite if connection.dialect.name == "sqlite" else postgres).tell(connection, values)


def tell_compiled(session: Session, connection: Connection) -> None:
    """Only whom the compiler compiles has changed: the reader stays told."""
    values = {"compiling": session.info.get("compiling")}
    (sqlite if connection.dialect.name == "sqlite" else postgres).tell_further(connection, values)


@contextmanager
def compiling(session: Session, participant_id: UUID) -> Iterator[None]:
    """Let the compiler read the instruments and team facts of one participant, whoever acts.

    Only `portal.consent.compile` may import this (a contract of the import linter).
    """
    session.flush()
    session.info["compiling"] = participant_id
    try:
        if session.in_transaction():
            session.info["apply_compiling"]()
        yield
        session.flush()
    finally:
        session.info.pop("compiling", None)
        if session.in_transaction():
            session.info["apply_compiling"]()


@event.listens_for(PortalSession, "before_flush")
def refuse_foreign_writes(session: Session, _context: Any, _instances: Any) -> None:
    """What is written belongs to the writer's agency, or repeats the protection of a row that the writer may read.

    The second kind names its source as `derived_from`: a row that this session has loaded, so the gate let it through.
    What was delivered is never changed, and nothing that tells of a person is ever deleted but a form on its way.
    """
    if any(isinstance(row, Walled) and not row.passing for row in session.deleted):
        raise ForeignWrite("records are never deleted")
    for row in session.dirty:
        if session.is_modified(row):
            refuse_change(session, row)
    for row in session.new:
        if isinstance(row, Kept) and row.held_by_id != reader_of(session).agency:
            raise ForeignWrite(f"{type(row).__name__} is kept by another agency")
        if isinstance(row, Gated) and row.origin_id != reader_of(session).agency:
            refuse_unsourced(row)


def refuse_change(session: Session, row: object) -> None:
    if isinstance(row, Kept):
        raise ForeignWrite(f"{type(row).__name__} stays as it was entered")
    if isinstance(row, Delivered):
        raise ForeignWrite(f"{type(row).__name__} was delivered and stays as it was")
    if isinstance(row, Gated) and row.origin_id != reader_of(session).agency and not row.foreign_changes:
        raise ForeignWrite(f"{type(row).__name__} belongs to another agency")


def refuse_unsourced(row: Gated) -> None:
    source = row.derived_from
    if source is None or not inspect(source).persistent:
        raise ForeignWrite(f"{type(row).__name__} of another agency without a readable source")
    if any(getattr(row, name) != getattr(source, name) for name in REPEATED):
        raise ForeignWrite(f"{type(row).__name__} does not repeat the protection of its source")


@event.listens_for(PortalSession, "loaded_as_persistent")
def note(session: Session, instance: Any) -> None:
    if isinstance(instance, Gated) and "compiling" not in session.info:
        note_loaded(session, instance)


@contextmanager
def wall_open(session: Session) -> Iterator[None]:
    """SQLite's tables are reachable for the length of one flush; PostgreSQL's policies need no opening."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    with sqlite.opened(session.connection()):
        yield


PortalSession.around_flush = staticmethod(wall_open)
