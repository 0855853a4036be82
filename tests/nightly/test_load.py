"""Five minutes of what `make test` does for twenty seconds (`PORTAL_LOAD_SECONDS` for another while)."""

from __future__ import annotations

import os

import pytest
from flask import Flask

from tests.accounts.notices.conftest import Outbox, Sink, outbox, sink
from tests.accounts.notices.load import check, contacts_of, under_load
from tests.given.county import County

__all__ = ["outbox", "sink"]
SECONDS = float(os.environ.get("PORTAL_LOAD_SECONDS", "300"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_five_minutes_of_load(app: Flask, court_day: County, outbox: Outbox, sink: Sink) -> None:
    before = contacts_of(app, court_day)
    load = under_load(app, outbox, sink, seconds=SECONDS, kill_every=13)
    check(app, court_day, outbox, sink, load, before)
