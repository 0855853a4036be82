"""A database for the random worlds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.db import write_intent
from tests.consent.worlds.store import Store, add_site
from tests.stages import server


@pytest.fixture(scope="module")
def store(app: Flask) -> Iterator[Store]:
    """The module's database, with the agencies and the people of the worlds."""
    made = Store(app, server())
    with write_intent(), made.engine.begin() as connection:
        add_site(connection)
    yield made
    if not made.sqlite:
        made.engine.dispose()
