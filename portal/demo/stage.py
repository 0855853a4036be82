"""The edge at which the county is made: one unit of work after another, each of one person at one moment.

Only services are called. What they made is kept by the simulation's own words, so that later happenings find it.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.principal import Principal, principal_by_id
from portal.consent.readers import reader_for
from portal.consent.registers.models import Matter
from portal.db import unit_of_work
from portal.demo.happenings import Happening
from portal.extensions import db
from portal.gate.reader import Reader, bind_reader

TOGETHER = timedelta(hours=3)
"""What one person does within so much time, with nobody else between, is one unit of work."""


@dataclass(slots=True)
class Known:
    """Ids of what has been made, by the simulation's words."""

    agencies: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    appointments: dict[str, UUID] = field(default_factory=dict)
    versions: dict[str, UUID] = field(default_factory=dict)
    programs: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    enrollments: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID | None] = field(default_factory=dict)
    consents: dict[tuple[str, str], UUID] = field(default_factory=dict)
    services: dict[tuple[str, str], UUID] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    sessions: dict[tuple[str, date], UUID] = field(default_factory=dict)
    memberships: dict[tuple[str, str], UUID] = field(default_factory=dict)
    admissions: dict[tuple[str, str], UUID] = field(default_factory=dict)
    tests: dict[tuple[str, date], UUID] = field(default_factory=dict)
    obligations: dict[tuple[str, str], UUID] = field(default_factory=dict)
    dockets: dict[date, UUID] = field(default_factory=dict)
    hearings: dict[tuple[str, date], UUID] = field(default_factory=dict)
    responses: dict[tuple[str, date, str], UUID] = field(default_factory=dict)
    needs: dict[tuple[str, str], UUID] = field(default_factory=dict)
    emergencies: dict[str, UUID] = field(default_factory=dict)
    matters: dict[str, tuple[type[Matter], UUID]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """What a hand gets: the session and the one who acts in it, and what is known so far."""

    session: Session
    actor: Principal
    known: Known


Hand = Callable[[Act, Any], None]
_hands: dict[type[Happening], Hand] = {}
Made = TypeVar("Made", bound=Hand)


def does(kind: type[Happening]) -> Callable[[Made], Made]:
    """Say which function carries out a kind of happening."""

    def register(hand: Made) -> Made:
        _hands[kind] = hand
        return hand

    return register


class Unplayable(RuntimeError):
    """A service refused what the simulation wanted: one of the two is wrong."""


class Stage:
    """Carries out happenings in their order."""

    def __init__(self, app: Flask, known: Known) -> None:
        self.app, self.known = app, known
        self._actors: dict[str, tuple[Principal, Reader]] = {}

    def play(self, happenings: Iterable[Happening]) -> int:
        """Do all of them; how many there were."""
        count = 0
        with self.app.app_context(), unhindered():
            for batch in units(happenings):
                with self.acting(batch[0].by, batch[0].at) as act:
                    for one in batch:
                        with clock.set_to(one.at):
                            perform(act, one)
                count += len(batch)
        return count

    @contextmanager
    def acting(self, username: str, at: datetime) -> Iterator[Act]:
        """One unit of work of one person at one moment, with a session of its own."""
        with clock.set_to(at):
            try:
                with unit_of_work() as session:
                    actor, reader = self.principal(session, username, at)
                    bind_reader(session, replace(reader, at=at))
                    yield Act(session, actor, self.known)
            finally:
                db.session.remove()

    def principal(self, session: Session, username: str, at: datetime) -> tuple[Principal, Reader]:
        """Who acts, and as whom that person reads. Agreements of agencies don't change in this history."""
        if username not in self._actors:
            actor = principal_by_id(session, self.known.appointments[username])
            self._actors[username] = (actor, reader_for(session, actor, at))
        return self._actors[username]


def units(happenings: Iterable[Happening]) -> Iterator[list[Happening]]:
    """Neighbors of the same person, as one unit of work."""
    batch: list[Happening] = []
    for one in happenings:
        if batch and (one.by != batch[0].by or one.at - batch[0].at > TOGETHER):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def perform(act: Act, one: Happening) -> None:
    try:
        _hands[type(one)](act, one)
    except Exception as problem:
        raise Unplayable(f"{one}: {problem}") from problem


@contextmanager
def unhindered() -> Iterator[None]:
    """Without pauses for cyclic garbage, of which many short sessions make little."""
    gc.collect()
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def hurry(app: Flask) -> None:
    """Let SQLite be quick while a file is made that takes its place only when it is whole.

    It need not wait for the disk. And the authorizer, which denies what goes round the gate, stays away. The gate
    itself, criteria and views, stands.
    """
    with app.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.set_authorizer(None)
        connection.execute("PRAGMA synchronous=off")
        connection.execute("PRAGMA cache_size=-65536")
