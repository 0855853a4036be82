"""The trail as its owner sees it, and a trail to which nothing can be added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url, select

from portal.accounts.audit.models import AuditEvent
from portal.database import owner_connection
from portal.extensions import db
from tests.stages import server

Rows = Callable[..., list[AuditEvent]]
Unwritable = Callable[[], AbstractContextManager[None]]

FULL_SQLITE = "CREATE TRIGGER trail_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk full'); END"
EMPTY_SQLITE = "DROP TRIGGER trail_full"
FULL_POSTGRESQL = (
    "CREATE FUNCTION trail_full() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'; END $$;"
    "CREATE TRIGGER trail_full BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION trail_full()"
)
EMPTY_POSTGRESQL = "DROP TRIGGER trail_full ON audit_event; DROP FUNCTION trail_full()"


@pytest.fixture
def rows(app: Flask) -> Rows:
    """The rows of the trail that fit these conditions, the oldest first."""

    def found(*conditions: Any) -> list[AuditEvent]:
        with app.app_context(), db.session.session_factory() as session:
            return list(session.scalars(select(AuditEvent).where(*conditions).order_by(AuditEvent.at, AuditEvent.id)))

    return found


@pytest.fixture
def unwritable(app: Flask) -> Unwritable:
    """While it lasts the database takes no row of the trail, as when its disk is full."""
    url = make_url(app.config["DATABASE_URL"])
    sqlite = url.get_backend_name() == "sqlite"
    owner = (url if sqlite else server().set(database=url.database)).render_as_string(hide_password=False)
    begin, end = (FULL_SQLITE, EMPTY_SQLITE) if sqlite else (FULL_POSTGRESQL, EMPTY_POSTGRESQL)

    def run(statement: str) -> None:
        with owner_connection(owner) as connection:
            connection.exec_driver_sql(statement)
            connection.commit()

    @contextmanager
    def lasting() -> Iterator[None]:
        run(begin)
        try:
            yield
        finally:
            run(end)

    return lasting
