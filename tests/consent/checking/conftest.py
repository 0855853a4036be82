"""A way to open scratch databases: SQLite as the command does, PostgreSQL with an owner and the application's role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import pytest

from portal.consent.checking.answers import Open
from portal.consent.checking.scratch import Scratch, scratch_database
from portal.consent.register import Register
from portal.database import ensure_application_role, upgrade
from tests.stages import ROLE, create_database, drop_database, server


def on_sqlite(register: Register) -> AbstractContextManager[Scratch]:
    return scratch_database(upgrade, register)


@contextmanager
def on_postgresql(register: Register) -> Iterator[Scratch]:
    create_database(name := f"portal_cases_{uuid4().hex[:12]}")
    owner = server().set(database=name)
    owner_url = owner.render_as_string(hide_password=False)
    url = owner.set(username=ROLE, password=None).render_as_string(hide_password=False)
    ensure_application_role(owner_url, ROLE)
    try:
        with scratch_database(lambda address: upgrade(address, ROLE), register, owner_url, url) as scratch:
            yield scratch
    finally:
        drop_database(name)


@pytest.fixture(scope="module")
def open_scratch(database: str) -> Open:
    return on_sqlite if database == "sqlite" else on_postgresql
