"""What a module of tests begins with, made once a run and copied from then on, on SQLite and on PostgreSQL."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

from portal import clock, create_app
from portal.database import ensure_application_role, upgrade
from portal.extensions import db
from tests.given import county as given
from tests.given.court_day import build as build_court_day
from tests.given.filed_day import build as build_filed_day
from tests.machine import postgres_address

ROLE = "portal_test_application"
STAGES: dict[str, Callable[[Flask, given.County, type[given.Acting]], None] | None] = {
    "county": None,
    "court_day": build_court_day,
    "filed_day": build_filed_day,
}
"""In their order: each is built on a copy of the one before it."""
DATABASE = "portal.sqlite3"


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One worker at a time."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def server() -> URL:
    return make_url(postgres_address())


def settings(url: str, folder: Path) -> dict[str, object]:
    return {
        "DATABASE_URL": url,
        "DATA_FOLDER": str(folder),
        "ENVIRONMENT": "testing",
        "SECRET_KEY": "only-for-tests-" + "0" * 32,
        "SESSION_COOKIE_SECURE": False,
        "REQUIRE_SECOND_FACTOR": False,
        "TESTING": True,
    }


def create_database(name: str, template: str = "template1") -> None:
    on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def on_server(statement: str) -> None:
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of one run, in a folder that all its workers share: each a folder of data with its database."""

    workshop: Path
    kind: str

    def county(self, stage: str) -> given.County:
        """The ids of a stage, made now by whichever worker comes first."""
        with alone(self.workshop / f"{self.kind}.lock"):
            for number, name in enumerate(STAGES):
                if not self.told(name).exists():
                    self.build(name, list(STAGES)[number - 1])
                if name == stage:
                    break
        return given.County.from_json(self.told(stage).read_text())

    def told(self, stage: str) -> Path:
        return self.workshop / f"{self.kind}.{stage}"

    def folder(self, stage: str) -> Path:
        return self.workshop / f"{self.kind}-{stage}"

    def name(self, stage: str) -> str:
        """Of a stage's database on the server."""
        return f"portal_{stage}_{sha256(str(self.workshop).encode()).hexdigest()[:12]}"

    def build(self, stage: str, before: str) -> None:
        step = STAGES[stage]
        shutil.rmtree(self.folder(stage), ignore_errors=True)
        if self.kind == "postgresql":
            drop_database(self.name(stage))
        if step is None:
            app = create_app(settings(self.empty(stage), self.folder(stage)))
            made = given.build(app)
        else:
            made = given.County.from_json(self.told(before).read_text())
            app = create_app(settings(self.copy(before, self.folder(stage), self.name(stage)), self.folder(stage)))
            with clock.set_to(given.NOW):
                step(app, made, given.Acting)
        let_go(app)
        self.told(stage).write_text(made.to_json())

    def empty(self, stage: str) -> str:
        """The tables and the walls, and nothing in them."""
        self.folder(stage).mkdir()
        if self.kind == "sqlite":
            url = f"sqlite:///{self.folder(stage) / DATABASE}"
            upgrade(url)
            return url
        create_database(self.name(stage))
        owner = server().set(database=self.name(stage)).render_as_string(hide_password=False)
        ensure_application_role(owner, ROLE)
        upgrade(owner, ROLE)
        return address(self.name(stage))

    def copy(self, stage: str, folder: Path, name: str) -> str:
        """The address of a copy: its data in a folder, its database there or on the server under a name."""
        shutil.copytree(self.folder(stage), folder, dirs_exist_ok=True)
        if self.kind == "sqlite":
            return f"sqlite:///{folder / DATABASE}"
        with alone(self.workshop / "copy.lock"):
            create_database(name, self.name(stage))
        return address(name)

    def drop(self) -> None:
        for stage in STAGES if self.kind == "postgresql" else ():
            if self.told(stage).exists():
                drop_database(self.name(stage))


def address(name: str) -> str:
    return server().set(database=name, username=ROLE, password=None).render_as_string(hide_password=False)


def workshop_of(base: Path) -> Path:
    """A folder that all workers of one run share; or, named in the environment, all runs that judge mutants."""
    if shared := os.environ.get("PORTAL_TEST_WORKSHOP"):
        return Path(shared)
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def stage_of(items: list[Any], module: Path) -> str:
    """The furthest stage that a test of this module asks for."""
    asked = {name for item in items if item.path == module for name in item.fixturenames}
    return [stage for stage in STAGES if stage in asked or stage == "county"][-1]
