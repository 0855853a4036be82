"""The portal refuses to start unsafely, and says which setting is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from portal import create_app
from portal.accounts.agencies.services import AddUser, add_user
from portal.database import upgrade
from portal.db import unit_of_work
from portal.gate.walls.bypass import RoleCanBypass
from portal.settings import UnsafeSettings
from portal.web_edge import refuse_demonstration
from tests.stages import server

GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 40,
    "SESSION_COOKIE_SECURE": True,
    "DEBUG": False,
    "DATABASE_URL": "sqlite://",
    "PUBLIC_ADDRESS": "https://portal.example",
}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": True}, "debug"),
        ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
        ({"REQUIRE_SECOND_FACTOR": False}, "REQUIRE_SECOND_FACTOR"),
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
    with app.app_context():
        refuse_demonstration()
        with unit_of_work() as session:
            add_user(session, None, AddUser("demo", "Demo Example", "a long password here", demonstration=True))
        with pytest.raises(UnsafeSettings, match="demonstration accounts"):
            refuse_demonstration()


@pytest.mark.parametrize("environment", ["demonstration", "testing"])
def test_a_role_that_could_go_round_the_gate_stops_every_start(app: Flask, tmp_path: Path, environment: str) -> None:
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        create_app(dict(app.config) | {"ENVIRONMENT": environment})
        return
    owner = server().set(database=url.database).render_as_string(hide_password=False)
    with pytest.raises(RoleCanBypass):
        create_app({"DATABASE_URL": owner, "ENVIRONMENT": environment, "DATA_FOLDER": str(tmp_path)})
