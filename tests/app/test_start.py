"""The portal refuses to start unsafely, and says which setting is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import create_app
from portal.database import upgrade
from portal.settings import UnsafeSettings
from portal.web_edge import refuse_at_start

GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 40,
    "SESSION_COOKIE_SECURE": True,
    "DEBUG": False,
    "DATABASE_URL": "sqlite://",
}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": True}, "debug"),
        ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT"),
    ],
)
def test_an_unsafe_setting_stops_the_start(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(UnsafeSettings, match=named):
        create_app(GOOD | changes)


def test_production_starts_with_a_clean_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    upgrade(url)
    app = create_app(GOOD | {"DATABASE_URL": url, "DATA_FOLDER": str(tmp_path)})
    assert app.test_client().get("/sign-in", base_url="https://portal.example").status_code == 200


def test_demonstration_accounts_stop_a_production_start(app: Flask) -> None:
    from portal.accounts.agencies.services import AddUser, add_user
    from portal.db import unit_of_work

    with app.app_context():
        refuse_at_start_without_role(app)
        with unit_of_work() as session:
            add_user(session, None, AddUser("demo", "Demo Example", "a long password here", demonstration=True))
        with pytest.raises(UnsafeSettings, match="demonstration accounts"):
            refuse_at_start(app)


def refuse_at_start_without_role(app: Flask) -> None:
    """On both databases the test's own role is one that can't bypass."""
    refuse_at_start(app)
