"""The county of the court day, without the tokens of forms where a test is about something else."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.given.county import County


@pytest.fixture(scope="module")
def open_app(app: Flask, filed_day: County) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app
