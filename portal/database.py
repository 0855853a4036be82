"""The database's own changes: migrations, walls, ceilings. Here alone is an engine without walls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, text
from sqlalchemy.engine import make_url

from portal import guards, paths
from portal.consent.compile import common_grants, compile_ceilings
from portal.consent.grants.models import AccessGrant
from portal.consent.loading import undertakings
from portal.consent.predicate import RULES
from portal.db import load_models
from portal.gate.vocabulary import UNDERTAKINGS
from portal.gate.walls import postgres, sqlite
from portal.gate.written import install_rules
from portal.ids import NIL


def unwalled_engine(url: str) -> Engine:
    """An engine that no wall stands before: for migrations, backup and move only."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _record: Any) -> None:
            sqlite.set_pragmas(connection)
            connection.execute("PRAGMA foreign_keys=off")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def owner_connection(url: str) -> Iterator[Connection]:
    engine = unwalled_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def known_revisions() -> tuple[str, ...]:
    """Every state of the tables that this version knows, its own first."""
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    return tuple(one.revision for one in ScriptDirectory.from_config(config).walk_revisions())


@cache
def head_revision() -> str:
    """The state of the tables that this version works with."""
    return known_revisions()[0]


def upgrade(owner_url: str, application_role: str = "", revision: str = "head") -> None:
    """Bring a database to this version: tables, then the register's ceilings, then PostgreSQL's policies and rights."""
    load_models()
    install_rules(RULES)
    with owner_connection(owner_url) as connection:
        if connection.dialect.name == "postgresql":
            postgres.remove_policies(connection)
        command.upgrade(alembic_config(connection), revision)
        if revision != "head":
            return
        guards.install(connection)
        load_ceilings(connection)
        load_common_grants(connection)
        if connection.dialect.name == "postgresql":
            postgres.install(connection, application_role or role_of(owner_url))


def role_of(url: str) -> str:
    return make_url(url).username or ""


def downgrade(owner_url: str, revision: str) -> None:
    """Go back to an earlier version; used by the tests of the migrations."""
    load_models()
    with owner_connection(owner_url) as connection:
        if connection.dialect.name == "postgresql":
            postgres.remove_policies(connection)
        command.downgrade(alembic_config(connection), revision)


def load_ceilings(connection: Connection) -> None:
    """The product's role matrices from the register, and the courts' own from their agreements, made anew."""
    compile_ceilings(connection)


def load_common_grants(connection: Connection) -> None:
    """What the law and the agreements of agencies open whoever the participant is, made anew."""
    connection.execute(delete(AccessGrant).where(AccessGrant.participant_id == NIL))
    connection.execute(delete(AccessGrant).where(AccessGrant.instrument_kind.in_(UNDERTAKINGS)))
    connection.execute(insert(AccessGrant), common_grants(undertakings(connection)))


def ensure_application_role(owner_url: str, role: str, password: str | None = None) -> None:
    """Create PostgreSQL's application role where it is missing: it may sign in, and nothing else."""
    if not role.replace("_", "").isalnum():
        raise ValueError(f"not a role name: {role}")
    with owner_connection(owner_url) as connection:
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first()
        if known is None:
            connection.exec_driver_sql(f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE')
        if password is not None:
            quoted = password.replace("'", "''")
            connection.exec_driver_sql(f"ALTER ROLE \"{role}\" PASSWORD '{quoted}'")


def new_revision(owner_url: str, message: str, revision_id: str) -> None:
    """Write a migration from the difference between the models and the database (for developers)."""
    load_models()
    install_rules(RULES)
    with owner_connection(owner_url) as connection:
        command.revision(alembic_config(connection), message=message, autogenerate=True, rev_id=revision_id)
