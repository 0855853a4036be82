"""Databases, applications and clients for all tests. Each module has a county of its own, on each database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from portal import clock, create_app
from portal.accounts.passwords.hashing import keep_at
from portal.demo.keeping import Places
from tests.browser.served import make_county
from tests.clients import CHEAP, SignedInClient
from tests.given import county as given
from tests.stages import Stages, alone, drop_database, let_go, settings, stage_of, workshop_of

# The machine that runs the tests is shared: a slow moment is no finding.
hypothesis_settings.register_profile("portal", deadline=None)
# A mutant is judged the same way every night, and nobody reads the smallest example that kills it.
hypothesis_settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
hypothesis_settings.load_profile(os.environ.get("PORTAL_TEST_PROFILE", "portal"))

# Some thousand sign-ins would cost minutes; tests/accounts/passwords looks at what a password costs in earnest.
keep_at(CHEAP)

DATABASES = ("sqlite", "postgresql")

LONGEST_FIRST = (
    "tests/browser/test_story.py",
    "tests/consent/test_random",
    "tests/consent/test_clauses",
    "tests/consent/checking/",
    "tests/browser/",
    "tests/demo/",
    "tests/gate/test_every_model.py",
    "tests/leaks/",
    "tests/attacks/",
    "tests/accounts/notices/",
    "tests/app/",
    "tests/pdf/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that at the end no process waits for another.

    The second story comes when the first has made the demonstration county, for which it would wait.
    """
    items.sort(key=lambda item: next((n for n, one in enumerate(LONGEST_FIRST) if item.nodeid.startswith(one)), 99))


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share."""
    return workshop_of(tmp_path_factory.getbasetemp())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last one leaves nothing on the server: the process that shared the tests out, or the only one."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        factory: pytest.TempPathFactory = session.config._tmp_path_factory
        Stages(workshop_of(factory.getbasetemp()), "postgresql").drop()


@pytest.fixture(scope="session")
def demonstration(workshop: Path) -> Places:
    """The demonstration county, made once a run; whoever changes it takes a copy."""
    with alone(workshop / "demonstration.lock"):
        return make_county(workshop / "demonstration")


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Each test that uses it runs on both databases; `@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`
    chooses one."""
    return str(request.param)


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest) -> str:
    return stage_of(request.session.items, request.path)


@pytest.fixture(scope="module")
def stages(workshop: Path, database: str) -> Stages:
    return Stages(workshop, database)


@pytest.fixture(scope="module")
def county(stages: Stages, stage: str) -> given.County:
    return stages.county(stage)


@dataclass(frozen=True, slots=True)
class House:
    """The application of a worker on one kind of database. It moves from module to module, and takes along what it has
    compiled: templates, statements, forms. `config` and `extensions` are as they were when it was made.
    """

    app: Flask
    folder: Path
    name: str
    config: dict[str, Any]
    extensions: dict[str, Any]

    def furnish(self, stages: Stages, stage: str) -> None:
        """A fresh copy of a stage under the same address."""
        shutil.rmtree(self.folder)
        stages.copy(stage, self.folder, self.name)

    def clear(self, kind: str) -> None:
        """Nothing that a module has done is left for the next one."""
        let_go(self.app)
        if kind == "postgresql":
            drop_database(self.name)
        self.app.test_client_class = None
        for held, before in ((self.app.config, self.config), (self.app.extensions, self.extensions)):
            held.clear()
            held.update(before)


HOUSES: dict[str, House] = {}


def house_of(stages: Stages, stage: str, factory: pytest.TempPathFactory) -> House:
    """By kind of database; the first module of a process makes it."""
    if stages.kind in HOUSES:
        HOUSES[stages.kind].furnish(stages, stage)
    else:
        folder, name = factory.mktemp("portal"), f"portal_test_{uuid4().hex[:12]}"
        app = create_app(settings(stages.copy(stage, folder, name), folder))
        HOUSES[stages.kind] = House(app, folder, name, dict(app.config), dict(app.extensions))
    return HOUSES[stages.kind]


@pytest.fixture(scope="module")
def app(stages: Stages, stage: str, county: given.County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a fresh copy of what the module begins with."""
    house = house_of(stages, stage, tmp_path_factory)
    with clock.set_to(given.NOW):
        yield house.app
    house.clear(stages.kind)


@pytest.fixture
def acting(app: Flask, county: given.County) -> Callable[..., given.Acting]:
    """`with acting("counselor") as (session, actor):` one unit of work of one person."""
    return lambda who, at=given.NOW: given.Acting(app, county, who, at)


@pytest.fixture
def client_of(app: Flask, county: given.County) -> Callable[[str], SignedInClient]:
    """A signed-in test client of a member of staff, by the county's word for him or her."""
    app.test_client_class = SignedInClient
    return lambda who: app.test_client().sign_in(who, given.PASSWORD)


@pytest.fixture(scope="module")
def court_day(county: given.County) -> given.County:
    """The county with one of everything around Xio's hearing of Thu Nov 19; where a module begins."""
    return county


@pytest.fixture(scope="module")
def filed_day(county: given.County) -> given.County:
    """The court day with its section, its proposal, its reports filed, and the judge's packet made."""
    return county
