"""A scratch database: the portal's own schema and walls, with the ceilings of the file that is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from portal.consent import compile as compiler
from portal.consent.checking.tables import SCRATCH_TABLES, ScratchBase
from portal.consent.register import Register, in_place_of_the_register
from portal.extensions import db
from portal.gate.walls import postgres, sqlite

LayOut = Callable[[str], None]
"""Makes the portal's schema in the database of an address, as its owner (`portal.database.upgrade`)."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """`owner` fills the database before any wall; inside the application's context the portal's session is walled."""

    owner: Engine
    app: Flask


@contextmanager
def scratch_database(lay_out: LayOut, register: Register, owner_url: str = "", url: str = "") -> Iterator[Scratch]:
    """A database for one file of cases: SQLite in a temporary file, unless an address is given.

    `owner_url` is the address for the owner of the tables, `url` that for the application.
    """
    with TemporaryDirectory() as folder, in_place_of_the_register(register):
        owner_url = owner_url or f"sqlite:///{Path(folder) / 'cases.sqlite3'}"
        lay_out(owner_url)
        owner = create_engine(owner_url, poolclass=NullPool)
        app = Flask("portal")
        app.config["SQLALCHEMY_DATABASE_URI"] = url or owner_url
        db.init_app(app)
        compiler.wire()
        with app.app_context():
            add_tables(owner, db.engine)
            try:
                yield Scratch(owner, app)
            finally:
                db.session.remove()
                db.engine.dispose()
                owner.dispose()


def add_tables(owner: Engine, engine: Engine) -> None:
    """The scratch tables behind the same walls as the portal's."""
    with owner.begin() as connection:
        ScratchBase.metadata.create_all(connection)
        if owner.dialect.name == "postgresql":
            for statement in postgres.policy_statements(SCRATCH_TABLES):
                connection.exec_driver_sql(statement.replace("%", "%%"))
            for table in SCRATCH_TABLES:
                connection.exec_driver_sql(f'GRANT SELECT ON {table.__tablename__} TO "{engine.url.username}"')
    if engine.dialect.name == "sqlite":
        sqlite.wall_up(engine, SCRATCH_TABLES)
    else:
        postgres.wall_up(engine)
