"""An upgrade of the database that is killed half-way leaves what was there before, and the next one makes it whole."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, inspect, text

from portal.database import head_revision, unwalled_engine, upgrade
from tests.conftest import DATABASES
from tests.processes import forked
from tests.stages import ROLE, create_database, drop_database, server

pytestmark = pytest.mark.slow
LEAST_STATEMENTS = 200
POINTS = (0.05, 0.5, 0.98)
"""How far the upgrade has come when it is killed: among the first tables, among the last, among guards and rights."""
OBJECTS = {
    "sqlite": "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": (
        "SELECT 'table ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT 'trigger ' || tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal "
        "UNION ALL SELECT 'policy ' || policyname || ' ' || tablename FROM pg_policies "
        "UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    ),
}


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database with nothing in it, as its owner."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{uuid4().hex}.sqlite3'}"
        return
    create_database(name := f"portal_test_{uuid4().hex[:12]}")
    try:
        yield server().set(database=name).render_as_string(hide_password=False)
    finally:
        drop_database(name)


def objects(url: str) -> set[str]:
    """Everything that an upgrade makes, by kind and name."""
    engine = unwalled_engine(url)
    with engine.connect() as connection:
        found = set(connection.scalars(text(OBJECTS[engine.dialect.name])))
    engine.dispose()
    return found


def migrate(url: str, last: int, told: str) -> None:
    """Upgrade in a process of its own, killed with -9 before statement `last`; 0 for never. Writes how many it were."""
    count = 0

    def statement(*_given: Any) -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", statement)
    upgrade(url, ROLE)
    Path(told).write_text(str(count))
    os._exit(0)


def run(url: str, last: int, told: Path) -> int | None:
    with forked(migrate, url, last, str(told)) as process:
        process.join(120)
        return process.exitcode


@pytest.fixture(scope="module", params=DATABASES)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, set[str], int]:
    """The kind of database, all that an upgrade that nobody disturbs makes, and in how many statements."""
    folder = tmp_path_factory.mktemp("whole")
    with empty(request.param, folder) as url:
        assert run(url, 0, folder / "told") == 0
        statements = int((folder / "told").read_text())
        assert statements >= LEAST_STATEMENTS
        return request.param, objects(url), statements


@pytest.mark.parametrize("point", POINTS)
def test_an_upgrade_that_is_killed_is_made_anew(whole: tuple[str, set[str], int], point: float, tmp_path: Path) -> None:
    kind, expected, statements = whole
    with empty(kind, tmp_path) as url:
        before = objects(url)
        assert run(url, int(statements * point), tmp_path / "told") == -signal.SIGKILL
        assert objects(url) == before, "half of the tables are there"
        upgrade(url, ROLE)
        assert objects(url) == expected
        engine = unwalled_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == head_revision()
        assert len(inspect(engine).get_table_names()) > 50
        engine.dispose()
