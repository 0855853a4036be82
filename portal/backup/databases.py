"""Both databases as one file and back: a snapshot while others write, and filling an empty one from it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Table, create_engine, func, select, text
from sqlalchemy.engine import URL, make_url

from portal.accounts.audit.models import AuditSeal
from portal.backup.manifest import Sealed, State
from portal.database import unwalled_engine
from portal.db import Base, load_models

SEALS = AuditSeal.__table__
OCCUPIED = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')"
)


class DatabaseFailed(RuntimeError):
    """A snapshot could not be taken, or a database not be filled; the message says why."""


def snapshot(url: str, to: Path) -> State:
    """Copy the database into a file of its own as it is at one moment, and say what is in the copy.

    `url` is the owner's. Writers go on meanwhile.
    """
    load_models()
    if make_url(url).get_backend_name() == "sqlite":
        return sqlite_snapshot(path_of(url), to)
    return postgresql_snapshot(url, to)


def path_of(url: str) -> Path:
    """SQLite's file. DatabaseFailed for one in memory."""
    name = make_url(url).database
    if not name or name == ":memory:":
        raise DatabaseFailed("A database in memory has no file to keep.")
    return Path(name)


def sqlite_snapshot(source: Path, to: Path) -> State:
    """By the online backup, in one step: it holds a reader's lock, which hinders no writer."""
    if not source.exists():
        raise DatabaseFailed(f"There is no database at {source}.")
    to.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(to)) as there:
        here.backup(there)
        refuse_broken(there)
    engine = unwalled_engine(f"sqlite:///{to}")
    try:
        with engine.connect() as connection:
            return state_of(connection)
    finally:
        engine.dispose()


def refuse_broken(connection: sqlite3.Connection) -> None:
    try:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as problem:
        found = str(problem)
    if found != "ok":
        raise DatabaseFailed(f"SQLite finds its file damaged: {found}")


def postgresql_snapshot(url: str, to: Path) -> State:
    """By pg_dump, in the same snapshot in which the rows are counted."""
    to.touch(mode=0o600)
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            name = connection.scalar(text("SELECT pg_export_snapshot()"))
            found = state_of(connection)
            with to.open("wb") as file:
                run("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}"], file)
            return found
    finally:
        engine.dispose()


def state_of(connection: Connection) -> State:
    """What the database holds, in one snapshot."""
    newest = connection.execute(select(SEALS).order_by(SEALS.c.number.desc()).limit(1)).first()
    return State(
        kind=connection.dialect.name,
        revision=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
        rows={table.name: rows_of(connection, table) for table in Base.metadata.sorted_tables},
        sealed=Sealed(newest.number, newest.head.hex(), newest.key.hex()) if newest else None,
    )


def rows_of(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def run(
    program: str, url: str, arguments: list[str], out: IO[bytes] | None = None, given: IO[bytes] | None = None
) -> None:
    """Run one of PostgreSQL's programs on the database of `url`; the password travels in the environment.

    DatabaseFailed repeats its first complaint only: what follows may quote rows.
    """
    found = shutil.which(program)
    if found is None:
        raise DatabaseFailed(f"{program} is missing: install PostgreSQL's client programs (Debian: postgresql-client).")
    command, settings = [found, *arguments, f"--dbname={address(make_url(url))}"], environment(make_url(url))
    with subprocess.Popen(  # nosec B603  # PostgreSQL's own programs, by a list of words, no shell
        command,
        env=settings,
        stdin=subprocess.PIPE if given else subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        if given is not None and process.stdin is not None:
            try:
                shutil.copyfileobj(given, process.stdin, 1 << 20)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it says itself why it stopped
        said = process.stderr.read().decode(errors="replace").splitlines()
    if process.returncode:
        raise DatabaseFailed(next((line for line in said if ": error: " in line), f"{program} failed."))


def address(url: URL) -> str:
    """libpq's address of a database, without its password."""
    return url.set(drivername="postgresql", password=None).render_as_string()


def environment(url: URL) -> Mapping[str, str]:
    return os.environ | ({"PGPASSWORD": url.password} if url.password else {})


def occupied(url: str) -> bool:
    """Whether anything is where a backup is to be restored; a database that does not answer raises."""
    if make_url(url).get_backend_name() == "sqlite":
        path = path_of(url)
        beside = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]
        return any(one.exists() for one in beside)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(OCCUPIED)).first() is not None
    finally:
        engine.dispose()


def fill(url: str, kind: str, content: IO[bytes]) -> None:
    """Put a snapshot into the empty database of `url`, whole or not at all."""
    if kind == "sqlite":
        fill_sqlite(path_of(url), content)
    else:
        once = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        run("pg_restore", url, once, given=content)


def fill_sqlite(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".restoring")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        with closing(sqlite3.connect(partial)) as there:
            refuse_broken(there)
        partial.rename(path)
    finally:
        for end in ("", "-wal", "-shm"):
            partial.with_name(partial.name + end).unlink(missing_ok=True)


def differing_rows(url: str, state: State) -> list[str]:
    """Each table that holds another number of rows than the snapshot did."""
    engine = unwalled_engine(url)
    tables = Base.metadata.tables
    try:
        with engine.connect() as connection:
            found = {name: rows_of(connection, tables[name]) for name in state.rows if name in tables}
    finally:
        engine.dispose()
    return [
        f"{name}: {found[name]} rows, {state.rows[name]} in the backup"
        for name in found
        if found[name] != state.rows[name]
    ]
