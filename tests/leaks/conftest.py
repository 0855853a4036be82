"""Two counties in one database, which know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import clock
from tests.given import county as given
from tests.given.court_day import build as court_day_build
from tests.given.filed_day import build as filed_day_build


@pytest.fixture(scope="module")
def open_app(app: Flask, filed_day: given.County) -> Flask:
    """Form tokens are another test's matter."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(scope="module")
def elsewhere(open_app: Flask) -> Iterator[given.County]:
    """A second county with one of everything, under the same words, of which nobody in the first one may know."""
    made = given.build(open_app, "Far ")
    court_day_build(open_app, made, given.Acting)
    filed_day_build(open_app, made, given.Acting)
    with clock.set_to(given.NOW):
        yield made
