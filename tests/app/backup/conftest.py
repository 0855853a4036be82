"""An installation to back up, and empty ones to restore into, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyrage
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, make_url

from portal.backup.places import Places
from portal.cli import portal
from tests.machine import ROOT
from tests.processes import environment
from tests.stages import ROLE, alone, drop_database, server, settings

OWNER = "portal_test_owner"
MAKE_OWNER = f"""
    DO $$ BEGIN CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    EXCEPTION WHEN duplicate_object THEN NULL; END $$
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where an installation is, by its settings."""

    settings: dict[str, Any]

    @property
    def places(self) -> Places:
        return Places.of({"OWNER_DATABASE_URL": "", "AUDIT_HEADS_FILE": ""} | self.settings)

    @property
    def environment(self) -> dict[str, str]:
        return {f"PORTAL_{name}": str(value) for name, value in self.settings.items()}

    def process(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `portal` in this installation, as an operator does."""
        call = [sys.executable, "-m", "portal.cli", *words]
        return subprocess.run(
            call, check=False, capture_output=True, text=True, env=os.environ | self.environment, cwd=ROOT
        )

    def command(self, *words: str) -> Result:
        """The same inside this process, for what is refused before an application is made."""
        return CliRunner(env=self.environment).invoke(portal, words)


def owner_of(app: Flask) -> str:
    """The address of who owns the tables of a test's database."""
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        return url.render_as_string()
    return server().set(database=url.database).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def source(app: Flask) -> Installation:
    names = [name.removeprefix("PORTAL_") for name in environment(app) if name.startswith("PORTAL_")]
    given = {name: app.config[name] for name in names if name in app.config}
    return Installation(given | {"OWNER_DATABASE_URL": owner_of(app)})


@pytest.fixture
def empty(database: str, workshop: Path, tmp_path: Path) -> Iterator[Callable[[], Installation]]:
    """Makes an empty installation; on PostgreSQL its owner is no superuser."""
    made: list[str] = []

    def make() -> Installation:
        folder = tmp_path / f"place-{len(made)}"
        folder.mkdir()
        made.append(name := f"portal_test_{uuid4().hex[:12]}")
        if database == "sqlite":
            url = owner = f"sqlite:///{folder / 'records' / 'portal.sqlite3'}"
        else:
            engine = create_engine(server(), isolation_level="AUTOCOMMIT")
            with alone(workshop / "copy.lock"), engine.connect() as connection:
                connection.exec_driver_sql(MAKE_OWNER)
                connection.exec_driver_sql(f'CREATE DATABASE "{name}" OWNER {OWNER}')
            engine.dispose()
            there = server().set(database=name, password=None)
            owner, url = (there.set(username=one).render_as_string() for one in (OWNER, ROLE))
        chosen = settings(url, folder / "files") | {"OWNER_DATABASE_URL": owner}
        return Installation(chosen)

    yield make
    if database == "postgresql":
        for name in made:
            drop_database(name)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The public key that a backup is made for, and the file of the secret one."""

    public: str
    file: Path

    @property
    def secret(self) -> Any:
        return pyrage.x25519.Identity.from_str(self.file.read_text(encoding="ascii").splitlines()[-1])


@pytest.fixture(scope="session")
def key_pair(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], KeyPair]:
    """A pair of keys, written as age-keygen writes them."""

    def of(name: str) -> KeyPair:
        folder = tmp_path_factory.mktemp(name)
        made = pyrage.x25519.Identity.generate()
        public = str(made.to_public())
        file = folder / "key.txt"
        file.write_text(f"# created: 2026-11-18T15:00:00Z\n# public key: {public}\n{made}\n", encoding="ascii")
        return KeyPair(public, file)

    return of
