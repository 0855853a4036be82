"""Ten million rows of the trail are verified in less than five minutes (`PORTAL_TRAIL_ROWS` for another number)."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine, delete

from tests.accounts.audit.many import EVENTS, fill
from tests.accounts.audit.test_many_rows import findings, owner

__all__ = ["owner"]
ROWS = int(os.environ.get("PORTAL_TRAIL_ROWS", "10000000"))
SECONDS = 300.0
SECONDS_SINCE = 30.0


def test_ten_million_rows(owner: tuple[Engine, Flask]) -> None:
    engine, app = owner
    seals = fill(engine, ROWS)
    found, seconds = findings(app)
    since, seconds_since = findings(app, first=seals - 9)
    print(f"{engine.dialect.name}: {ROWS} rows in {seconds:.1f} s, the last ten seals in {seconds_since:.2f} s")
    assert (found, since) == ([], [])
    with engine.begin() as connection:
        gone = connection.scalar(EVENTS.select().with_only_columns(EVENTS.c.id).limit(1))
        connection.execute(delete(EVENTS).where(EVENTS.c.id == gone))
    assert [one for one in findings(app)[0] if str(gone) in one]
    assert seconds < SECONDS
    assert seconds_since < SECONDS_SINCE
