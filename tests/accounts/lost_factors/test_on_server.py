"""What the operator does on the server for an administrator whom nobody inside can help."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.lost_factors.on_server import release_administrator
from portal.accounts.notices.models import Notice
from portal.cli import portal
from portal.db import unit_of_work
from portal.extensions import db
from tests.accounts.lost_factors.test_lost_factors import acts, factor_of, hold, refused
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, County

Client = Callable[[str], SignedInClient]
KEY = b"k" * 32


def test_the_server_lets_a_sole_administrator_in_again(app: Flask, county: County, client_of: Client) -> None:
    """Locked, and the phone is gone: audited as done on the server."""
    hold(app, county, "programadmin")
    client = client_of("judge")
    for _ in range(5):
        client.submit("/sign-in", {"username": "programadmin", "password": "wrong"})
    assert client.submit("/sign-in", {"username": "programadmin", "password": PASSWORD}).status_code == 422
    with app.app_context(), unit_of_work() as session:
        key = app.config["SECRET_KEY"].encode()
        done = release_administrator(session, " ProgramAdmin ", key, second_factor=True)
        assert done == ["The lock is released.", "The second factor is removed. The next sign-in sets a new one up."]
    with app.app_context():
        session = db.session()
        for act in ("sign_in_released", "second_factor_removed"):
            last = acts(session, act)[-1]
            assert (last.address, last.note, last.user_id) == ("server", "server", None)
        told = select(Notice).where(Notice.kind == "factor_removed", Notice.subject_id == county.users["programadmin"])
        assert session.scalars(told).all()
        db.session.remove()
    assert not factor_of(app, county, "programadmin")
    assert client.submit("/sign-in", {"username": "programadmin", "password": PASSWORD}).status_code == 303
    with app.app_context(), unit_of_work() as session:
        assert "nothing to release" in refused(
            lambda: release_administrator(session, "programadmin", key, second_factor=True)
        )


def test_the_server_opens_a_disabled_administrator_and_makes_a_code(app: Flask, county: County) -> None:
    with app.app_context(), clock.set_to(NOW), unit_of_work() as session:
        session.get_one(UserAccount, county.users["programadmin"]).status = AccountStatus.DISABLED
        done = release_administrator(session, "programadmin", KEY, code=True)
        assert done[0] == "The account is open again."
        assert re.fullmatch(r"Activation code, shown once: [A-Z0-9-]{20,}", done[1])
        assert session.get_one(UserAccount, county.users["programadmin"]).status == AccountStatus.ACTIVE
        session.rollback()


@pytest.mark.parametrize("who", ["judge", "coordinator", "nobody-at-all"])
def test_the_server_lets_in_administrators_only(who: str, app: Flask) -> None:
    with app.app_context(), clock.set_to(NOW), unit_of_work() as session:
        assert "No administrator" in refused(lambda: release_administrator(session, who, KEY, second_factor=True))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_typed_as_the_guide_says(app: Flask, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATA_FOLDER", "ENVIRONMENT", "SECRET_KEY"):
        monkeypatch.setenv(f"PORTAL_{name}", str(app.config[name]))
    monkeypatch.setenv("PORTAL_SESSION_COOKIE_SECURE", "no")
    hold(app, county, "sysadmin")
    typed = ["account", "release", "sysadmin", "--second-factor"]
    told = CliRunner().invoke(portal, typed)
    assert told.exit_code == 0, told.output
    assert told.output == "The second factor is removed. The next sign-in sets a new one up.\n"
    assert not factor_of(app, county, "sysadmin")
    assert "nothing to release" in CliRunner().invoke(portal, typed).output
    assert CliRunner().invoke(portal, ["account", "release", "judge"]).exit_code == 1
