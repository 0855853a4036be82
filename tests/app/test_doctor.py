"""Each thing that can be wrong with an installation is said in words, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from portal import clock
from portal.accounts.audit.sealing import seal_all
from portal.accounts.jobs import lead
from portal.backup import making
from portal.doctor import examine
from portal.extensions import db
from tests.given.county import NOW
from tests.processes import free_port
from tests.stages import server


@pytest.fixture(scope="module")
def sound(app: Flask) -> Flask:
    """A sealed trail, a scheduler, a backup, a folder of its own."""
    folder = Path(app.config["DATA_FOLDER"])
    folder.chmod(0o700)
    with app.app_context():
        lead.begin_term(db.session.session_factory)
        seal_all(db.session.session_factory, folder)
    written = folder / "a-file"
    written.write_bytes(b"a backup")
    making.note(folder, written, NOW)
    return app


def troubles(app: Flask, **changes: Any) -> dict[str, str]:
    bare = Flask("portal")
    bare.config.update(dict(app.config) | changes)
    return {line.name: line.trouble for line in examine(bare) if line.trouble}


def later(app: Flask, by: timedelta) -> dict[str, str]:
    with clock.set_to(NOW + by):
        return troubles(app)


def test_a_sound_installation_has_no_troubles(sound: Flask) -> None:
    found = troubles(sound)
    if make_url(sound.config["DATABASE_URL"]).get_backend_name() == "postgresql":
        assert "apart: set both by NTP" in found.pop("clock"), "the tests' clock stands still, the server's does not"
    assert found == {}


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({"LOG_FORMAT": "xml"}, "settings", "LOG_FORMAT must be"),
        ({"DATA_FOLDER": "/nowhere/at/all"}, "data folder", "is not there: make it"),
        ({"MAIL_HOST": "127.0.0.1", "MAIL_FROM": "a@b.example", "MAIL_PORT": 0}, "mail", "does not answer"),
        ({"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none"}, "start and walls", "does not answer"),
        ({"DATABASE_URL": ""}, "start and walls", "DATABASE_URL is not set"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said(sound: Flask, changes: dict[str, Any], name: str, said: str) -> None:
    if "MAIL_PORT" in changes:
        changes = changes | {"MAIL_PORT": free_port()}
    assert said in troubles(sound, **changes)[name]


@pytest.mark.parametrize(
    ("by", "name", "said"),
    [
        (timedelta(minutes=5), "scheduler", "The scheduler was last seen at 2026-11-18 15:00 UTC"),
        (timedelta(days=2), "backup", "The last backup is of 2026-11-18 15:00 UTC"),
        (timedelta(days=-400), "clock", "set"),
    ],
)
def test_what_is_too_old_is_said(sound: Flask, by: timedelta, name: str, said: str) -> None:
    assert said in later(sound, by)[name]


def test_a_folder_that_is_open_and_a_key_that_is_open_are_said(sound: Flask) -> None:
    folder = Path(sound.config["DATA_FOLDER"])
    key = folder / "keys" / "audit-seal.key"
    folder.chmod(0o755)
    key.chmod(0o644)
    try:
        found = troubles(sound)
    finally:
        folder.chmod(0o700)
        key.chmod(0o600)
    assert found["data folder"].endswith(f"chmod 700 {folder}")
    assert found["keys"].endswith(f"chmod 600 {key}")


def test_rows_that_nobody_sealed_are_said(sound: Flask, acting: Callable[..., Any]) -> None:
    from portal.accounts.audit.services import record_act

    with acting("sysadmin") as (session, actor):
        record_act(session, actor, "probe")
    assert "are in no seal" in later(sound, timedelta(hours=2))["seals"]


def test_an_owner_as_the_application_is_said(sound: Flask) -> None:
    url = make_url(sound.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        return
    owner = server().set(database=url.database).render_as_string(hide_password=False)
    assert "It could go round the consent gate" in troubles(sound, DATABASE_URL=owner)["start and walls"]
