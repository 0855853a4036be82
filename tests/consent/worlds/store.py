"""A world inside a database: one transaction a world, rolled back; what each look is given, by every way of reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from portal.accounts.agencies.models import Agency, AgencyControl, UserAccount
from portal.consent.compile import COMPILED, GRANT_DEFAULTS, compiled
from portal.consent.copies.models import DeliveredCopy
from portal.consent.grants.ceilings import ceiling_rows
from portal.consent.grants.exceptions import undertaking_rows
from portal.consent.grants.models import AccessGrant, RoleCeiling
from portal.consent.instruments.models import Agreement
from portal.consent.loading import undertakings
from portal.consent.readers import reader_for
from portal.db import write_intent
from portal.extensions import PortalSession, db
from portal.gate.looking import tally
from portal.gate.reader import Reader, bind_reader
from portal.gate.session import criteria
from portal.gate.settings import values_of
from portal.gate.vocabulary import Category, Label, RoleName
from portal.gate.walls import postgres, sqlite
from portal.ids import new_id
from portal.participants.enrollments.models import Whereabouts
from portal.participants.people.models import Participant
from tests.consent.worlds.chance import Drawn, Look
from tests.consent.worlds.copies import copy_row
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.expected import the_person
from tests.consent.worlds.site import PLACES, STAFF, Setting, agency_id, principal, user_id

MAIN = {"schema_translate_map": {None: "main"}}
"""SQLite's tables themselves, round the views that shadow them."""


class OnConnection(PortalSession):
    """The portal's session on a connection that stays the world's own."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(db=db, autoflush=False)
        self.connection_of_world = connection

    def get_bind(self, *_: Any, **__: Any) -> Any:
        return self.connection_of_world


@dataclass(slots=True)
class Given:
    """What one look is given: records by the session, their count, and records, count and people by text."""

    by_session: set[UUID]
    counted: int
    by_text: set[UUID]
    counted_by_text: int
    people: set[UUID]


class Store:
    """A database of the suite with the agencies and users of the worlds in it."""

    def __init__(self, app: Flask, server_url: Any) -> None:
        self.app = app
        url = make_url(app.config["DATABASE_URL"])
        self.sqlite = url.get_backend_name() == "sqlite"
        if self.sqlite:
            with app.app_context():
                self.engine: Engine = db.engine
        else:
            self.role = url.username
            self.engine = create_engine(server_url.set(database=url.database), poolclass=NullPool)
            event.listen(self.engine, "connect", postgres_settings)

    @contextmanager
    def open(self) -> Iterator[Connection]:
        """A connection before any wall, in a transaction that will be rolled back."""
        with write_intent(), self.engine.connect() as connection, connection.begin() as transaction:
            try:
                with self.unwalled(connection):
                    yield connection
            finally:
                transaction.rollback()

    @contextmanager
    def unwalled(self, connection: Connection) -> Iterator[None]:
        if self.sqlite:
            with sqlite.opened(connection):
                yield
        else:
            yield

    @contextmanager
    def walled(self, connection: Connection) -> Iterator[None]:
        """As the application is: SQLite's authorizer, PostgreSQL's role that can't bypass."""
        if self.sqlite:
            connection.info["told"].opened = False
            yield
            connection.info["told"].opened = True
        else:
            connection.exec_driver_sql(f'SET LOCAL ROLE "{self.role}"')
            yield
            connection.exec_driver_sql("RESET ROLE")

    def tell(self, connection: Connection, reader: Reader) -> None:
        (sqlite if self.sqlite else postgres).tell(connection, values_of(reader, None))

    def looks(self, connection: Connection, drawing: Drawing) -> list[tuple[Reader, Given]]:
        """Every look of a world: first past the wall, by the session's criteria alone, then by the wall alone."""
        readers = [reader_of_look(connection, look) for look in drawing.looks]
        by_session = [self.by_criteria(connection, reader) for reader in readers]
        with self.walled(connection):
            by_text = [self.by_wall(connection, reader) for reader in readers]
        return [(reader, Given(*one, *other)) for reader, one, other in zip(readers, by_session, by_text, strict=True)]

    def by_criteria(self, connection: Connection, reader: Reader) -> tuple[set[UUID], int]:
        with OnConnection(connection) as session:
            bind_reader(session, reader)
            options = () if self.sqlite else (criteria(),)
            how = MAIN if self.sqlite else {}
            rows = session.scalars(select(Whereabouts).options(*options), execution_options=how)
            found = {row.id for row in rows}
            counting = tally(select(func.count()).select_from(Whereabouts).options(*options), (), 0)
            counted = session.scalar(counting, execution_options=how)
        return found, counted or 0

    def copies_by_criteria(self, connection: Connection, reader: Reader) -> set[UUID]:
        with OnConnection(connection) as session:
            bind_reader(session, reader)
            options = () if self.sqlite else (criteria(),)
            rows = session.scalars(
                select(DeliveredCopy).options(*options), execution_options=MAIN if self.sqlite else {}
            )
            return {row.record_id for row in rows}

    def copies_by_wall(self, connection: Connection, reader: Reader) -> set[UUID]:
        self.tell(connection, reader)
        rows = connection.execute(text("SELECT record_id FROM delivered_copy")).scalars().all()
        return {UUID(str(one)) for one in rows}

    def by_wall(self, connection: Connection, reader: Reader) -> tuple[set[UUID], int, set[UUID]]:
        self.tell(connection, reader)
        rows = connection.execute(text("SELECT id FROM whereabouts")).scalars().all()
        counted = connection.execute(text("SELECT count(*) FROM whereabouts")).scalar_one()
        people = connection.execute(text("SELECT id FROM participant")).scalars().all()
        return {UUID(str(one)) for one in rows}, counted, {UUID(str(one)) for one in people}


def postgres_settings(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute("SET jit = off")
    connection.commit()


def reader_of_look(connection: Connection, look: Look) -> Reader:
    """The reader that the portal makes; the proceeding is not stated on any page yet."""
    with OnConnection(connection) as session:
        if look.who == "patient":
            person = replace(principal("clerk", look.purpose), role=RoleName.PARTICIPANT)
            return reader_for(session, person, look.at, self_participant=look.self_participant)
        reader = reader_for(session, principal(look.who, look.purpose, look.claim), look.at)
    return replace(reader, proceeding=look.proceeding)


def add_site(connection: Connection) -> None:
    """Agencies and users, once."""
    agencies = [
        {
            "id": agency_id(word),
            "name": word,
            "short_name": word,
            "kind": place.kind,
            "cj_system": place.cj_system,
            "part2_program": place.part2_program,
            "hipaa": place.hipaa,
        }
        for word, place in PLACES.items()
    ]
    connection.execute(insert(Agency), agencies)
    users = sorted({user for user, _, _ in STAFF.values()})
    connection.execute(
        insert(UserAccount), [{"id": user_id(one), "username": f"world {one}", "full_name": one} for one in users]
    )


def add_world(connection: Connection, drawing: Drawing) -> None:
    add_setting(connection, drawing.setting)
    names = {"full_name": "Jordan Example", "sort_key": "Example, Jordan"}
    people = [gate_row(the_person(world.participant_id)) | names for world in drawing.people]
    connection.execute(insert(Participant), people)
    records = [gate_row(one) | {"place": "home", "starts_on": one.service_on} for one in drawing.records]
    connection.execute(insert(Whereabouts), records)
    if drawing.held:
        connection.execute(insert(DeliveredCopy), [copy_row(one) for one in drawing.held])
    compiled_people = [compiled(world) for world in drawing.people]
    for number, table in enumerate(COMPILED):
        rows = [row for one in compiled_people for row in one[number]]
        if rows:
            connection.execute(insert(table), [{"id": new_id(), **row} for row in rows])


def gate_row(drawn: Drawn) -> dict[str, Any]:
    return {
        "id": drawn.id,
        "participant_id": drawn.participant_id,
        "origin_id": agency_id(drawn.origin),
        "author_id": drawn.author_id,
        "regime": drawn.regime.bit,
        "category": drawn.category.bit,
        "labels": Label.mask(drawn.labels),
        "withheld": drawn.withheld,
        "service_on": drawn.service_on,
        "created_at": drawn.created_at,
    }


def add_setting(connection: Connection, setting: Setting) -> None:
    agreements = [
        {
            "id": new_id(),
            "kind": one.kind,
            "agency_id": UUID(one.party),
            "party_id": UUID(one.counterparty) if one.counterparty else None,
            "categories": Category.mask(one.services),
            "starts_at": one.term.start,
            "ends_at": one.term.end,
        }
        for one in setting.agreements
    ]
    connection.execute(insert(Agreement), agreements)
    shared = [row for one in undertakings(connection) for row in undertaking_rows(one)]
    if shared:
        connection.execute(insert(AccessGrant), [{"id": new_id(), **GRANT_DEFAULTS, **row} for row in shared])
    controls = [
        {"id": new_id(), "entity_id": agency_id(entity), "program_id": agency_id(program)}
        for entity, program in sorted(setting.controls)
    ]
    if controls:
        connection.execute(insert(AgencyControl), controls)
    rows = list(ceiling_rows({agency_id("court"): setting.ceilings.versions()}))
    connection.execute(insert(RoleCeiling), [{"id": new_id(), **row} for row in rows])
