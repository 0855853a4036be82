"""Cedar House is in the list, and Xio's consent lets it tell the court."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.given import outside
from tests.given.county import County


@pytest.fixture(scope="module")
def cedar(app: Flask, court_day: County) -> County:
    outside.register(app, court_day)
    outside.consent(app, court_day)
    return court_day
