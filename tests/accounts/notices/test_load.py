"""Two web workers and two schedulers on one PostgreSQL, one killed in between: every effect once."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.accounts.notices.conftest import Outbox, Sink
from tests.accounts.notices.load import check, contacts_of, under_load
from tests.given.county import County

pytestmark = pytest.mark.slow


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_twenty_seconds_of_load(app: Flask, court_day: County, outbox: Outbox, sink: Sink) -> None:
    before = contacts_of(app, court_day)
    load = under_load(app, outbox, sink, seconds=20, kill_every=8)
    check(app, court_day, outbox, sink, load, before)
