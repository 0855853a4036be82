"""Databases, applications and clients for all tests. Each module has a county of its own, on each database."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

from portal import clock, create_app
from portal.database import ensure_application_role, upgrade
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given import county as given
from tests.given.court_day import build as court_day_build
from tests.given.filed_day import build as filed_day_build
from tests.machine import postgres_address

# The machine that runs the tests is shared: a slow moment is no finding.
hypothesis_settings.register_profile("portal", deadline=None)
# A mutant is judged the same way every night, and nobody reads the smallest example that kills it.
hypothesis_settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
hypothesis_settings.load_profile(os.environ.get("PORTAL_TEST_PROFILE", "portal"))

ROLE = "portal_test_application"
DATABASES = ("sqlite", "postgresql")


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One worker at a time."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


LONGEST_FIRST = (
    "tests/browser/test_story.py",
    "tests/consent/test_random",
    "tests/consent/test_clauses",
    "tests/consent/checking/",
    "tests/browser/",
    "tests/demo/",
    "tests/gate/test_every_model.py",
    "tests/leaks/",
    "tests/accounts/notices/",
    "tests/app/",
    "tests/pdf/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that at the end no process waits for another.

    The second story comes when the first has made the demonstration county, for which it would wait.
    """
    items.sort(key=lambda item: next((n for n, one in enumerate(LONGEST_FIRST) if item.nodeid.startswith(one)), 99))


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


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share; or, named in the environment, all runs that judge mutants."""
    if shared := os.environ.get("PORTAL_TEST_WORKSHOP"):
        return Path(shared)
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def build_template(kind: str, workshop: Path) -> None:
    """Make the county once on SQLite or PostgreSQL; everything after it is a copy."""
    if kind == "sqlite":
        url = f"sqlite:///{workshop / 'template.sqlite3'}"
        upgrade(url)
    else:
        name = (workshop / "postgresql-name").read_text()
        owner = server().set(database=name)
        ensure_application_role(owner.render_as_string(hide_password=False), ROLE)
        upgrade(owner.render_as_string(hide_password=False), ROLE)
        url = owner.set(username=ROLE, password=None).render_as_string(hide_password=False)
    app = create_app(settings(url, workshop))
    made = given.build(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    (workshop / f"{kind}.county").write_text(made.to_json())


@pytest.fixture(scope="session")
def template(workshop: Path) -> Callable[[str], given.County]:
    """The county of a kind of database, made by whichever worker comes first."""

    def of(kind: str) -> given.County:
        with alone(workshop / f"{kind}.lock"):
            done = workshop / f"{kind}.county"
            if not done.exists():
                if kind == "postgresql":
                    create_database(name := f"portal_template_{uuid4().hex[:12]}")
                    (workshop / "postgresql-name").write_text(name)
                build_template(kind, workshop)
            return given.County.from_json(done.read_text())

    return of


def create_database(name: str, template: str = "template1") -> None:
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    engine.dispose()


def drop_database(name: str) -> None:
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _drop_templates(workshop: Path) -> Iterator[None]:
    yield
    named = workshop / "postgresql-name"
    if named.exists() and not os.environ.get("PYTEST_XDIST_WORKER"):
        drop_database(named.read_text())


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Each test that uses it runs on both databases; `@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`
    chooses one."""
    return str(request.param)


@pytest.fixture(scope="module")
def county(database: str, template: Callable[[str], given.County]) -> given.County:
    return template(database)


@pytest.fixture(scope="module")
def app(
    database: str, county: given.County, workshop: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An application on a fresh copy of the county, for one module of tests."""
    folder = tmp_path_factory.mktemp("portal")
    name = f"portal_test_{uuid4().hex[:12]}"
    if database == "sqlite":
        shutil.copy(workshop / "template.sqlite3", folder / "portal.sqlite3")
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
    else:
        with alone(workshop / "copy.lock"):
            create_database(name, (workshop / "postgresql-name").read_text())
        address = server().set(database=name, username=ROLE, password=None)
        url = address.render_as_string(hide_password=False)
    app = create_app(settings(url, folder))
    with clock.set_to(given.NOW):
        yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        drop_database(name)


@pytest.fixture
def acting(app: Flask, county: given.County) -> Callable[..., given.Acting]:
    """`with acting("counselor") as (session, actor):` one unit of work of one person."""
    return lambda who, at=given.NOW: given.Acting(app, county, who, at)


@pytest.fixture
def client_of(app: Flask, county: given.County) -> Callable[[str], FlaskClient]:
    """A signed-in test client of a member of staff, by the county's word for him or her."""
    app.test_client_class = SignedInClient
    return lambda who: app.test_client().sign_in(who, given.PASSWORD)  # type: ignore[attr-defined,no-any-return]


@pytest.fixture(scope="module")
def court_day(app: Flask, county: given.County) -> given.County:
    """The county with one of everything around Xio's hearing of Thu Nov 19."""
    court_day_build(app, county, given.Acting)
    return county


@pytest.fixture(scope="module")
def filed_day(app: Flask, court_day: given.County) -> given.County:
    """The court day with its section, its proposal, its reports filed, and the judge's packet made."""
    filed_day_build(app, court_day, given.Acting)
    return court_day
